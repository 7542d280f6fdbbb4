# Evidence in a bucket, identity's keys in a file system that its replicas share, images in a repository.

resource "aws_s3_bucket" "evidence" {
  bucket_prefix = "${var.name}-evidence-"
}

resource "aws_s3_bucket_public_access_block" "evidence" {
  bucket = aws_s3_bucket.evidence.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_versioning" "evidence" {
  bucket = aws_s3_bucket.evidence.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "evidence" {
  bucket = aws_s3_bucket.evidence.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "evidence" {
  bucket = aws_s3_bucket.evidence.id

  rule {
    id     = "leftovers"
    status = "Enabled"

    filter {}

    abort_incomplete_multipart_upload {
      days_after_initiation = 2
    }

    noncurrent_version_expiration {
      noncurrent_days = 90
    }
  }

  depends_on = [aws_s3_bucket_versioning.evidence]
}

data "aws_iam_policy_document" "evidence" {
  statement {
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.evidence.arn, "${aws_s3_bucket.evidence.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket_policy" "evidence" {
  bucket = aws_s3_bucket.evidence.id
  policy = data.aws_iam_policy_document.evidence.json

  depends_on = [aws_s3_bucket_public_access_block.evidence]
}

resource "aws_efs_file_system" "keys" {
  encrypted = true

  tags = { Name = "${var.name}-keys" }
}

resource "aws_efs_mount_target" "keys" {
  count = var.zones

  file_system_id  = aws_efs_file_system.keys.id
  subnet_id       = aws_subnet.private[count.index].id
  security_groups = [aws_security_group.keys.id]
}

resource "aws_efs_access_point" "keys" {
  file_system_id = aws_efs_file_system.keys.id

  posix_user {
    uid = local.user
    gid = local.user
  }

  root_directory {
    path = "/keys"

    creation_info {
      owner_uid   = local.user
      owner_gid   = local.user
      permissions = "0700"
    }
  }
}

resource "aws_ecr_repository" "suite" {
  name                 = var.name
  image_tag_mutability = "IMMUTABLE"

  image_scanning_configuration {
    scan_on_push = true
  }
}

resource "aws_ecr_lifecycle_policy" "suite" {
  repository = aws_ecr_repository.suite.name

  policy = jsonencode({
    rules = [{
      rulePriority = 1
      description  = "the last twenty"
      selection    = { tagStatus = "any", countType = "imageCountMoreThan", countNumber = 20 }
      action       = { type = "expire" }
    }]
  })
}
