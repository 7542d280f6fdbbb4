# What a service's task may do at Amazon: publish, read its own queue, and tracking keep evidence. The gateway: nothing.

data "aws_iam_policy_document" "tasks" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "service" {
  for_each = local.services

  statement {
    actions   = ["sns:Publish", "sns:GetTopicAttributes"]
    resources = [aws_sns_topic.events.arn]
  }

  dynamic "statement" {
    for_each = contains(local.consumers, each.key) ? [aws_sqs_queue.events[each.key].arn] : []

    content {
      actions   = ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueAttributes"]
      resources = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = each.key == "tracking" ? [aws_s3_bucket.evidence.arn] : []

    content {
      actions   = ["s3:ListBucket"]
      resources = [statement.value]
    }
  }

  dynamic "statement" {
    for_each = each.key == "tracking" ? [aws_s3_bucket.evidence.arn] : []

    content {
      actions   = ["s3:GetObject", "s3:PutObject", "s3:DeleteObject", "s3:AbortMultipartUpload"]
      resources = ["${statement.value}/*"]
    }
  }

  dynamic "statement" {
    for_each = each.key == "identity" ? [aws_efs_file_system.keys.arn] : []

    content {
      actions   = ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
      resources = [statement.value]

      condition {
        test     = "StringEquals"
        variable = "elasticfilesystem:AccessPointArn"
        values   = [aws_efs_access_point.keys.arn]
      }
    }
  }
}
