# The seven processes. What differs between them stands in one table; the rest is the module's.

locals {
  port          = 8080 # the image's
  database_port = 5432
  user          = 65532 # the image's

  services  = toset(["identity", "workorders", "dispatch", "tracking", "notifications", "insights"])
  consumers = toset(["workorders", "dispatch", "tracking", "notifications", "insights"])

  processes = {
    gateway       = { cpu = 1024, memory = 2048, min = 2, max = 8 }
    identity      = { cpu = 512, memory = 1024, min = 2, max = 4 }
    workorders    = { cpu = 512, memory = 1024, min = 2, max = 6 }
    dispatch      = { cpu = 512, memory = 1024, min = 2, max = 4 }
    tracking      = { cpu = 512, memory = 1024, min = 2, max = 6 }
    notifications = { cpu = 512, memory = 1024, min = 2, max = 6 }
    insights      = { cpu = 512, memory = 1024, min = 2, max = 4 }
  }

  # For every process: where the others are (Service Connect's names), and the company.
  everywhere = merge(
    {
      MICROFLOW_SUITE_LISTEN    = "0.0.0.0:${local.port}"
      MICROFLOW_SUITE_TIME_ZONE = var.time_zone
    },
    { for service in local.services : "MICROFLOW_UPSTREAMS_${upper(service)}" => "http://${service}:${local.port}" },
  )

  in_services = {
    MICROFLOW_EVENTS_SNS_TOPIC_ARN = aws_sns_topic.events.arn
    MICROFLOW_EVENTS_SQS_QUEUE_URL = "https://sqs.${var.region}.amazonaws.com/${data.aws_caller_identity.here.account_id}/${var.name}-{service}.fifo"
  }

  own = {
    # Everybody comes from the balancer's addresses: the firewall counts by address. Limits by person are shared by the
    # least number of gateways; more of them allow more.
    gateway = {
      MICROFLOW_GATEWAY_REPLICAS      = tostring(local.processes.gateway.min)
      MICROFLOW_GATEWAY_ADDRESS_RATE  = "0"
      MICROFLOW_GATEWAY_SIGN_IN_RATE  = "20"
      MICROFLOW_GATEWAY_SIGN_IN_BURST = "100"
    }
    identity = {
      MICROFLOW_IDENTITY_KEY_FOLDER = local.key_folder
    }
    tracking = {
      MICROFLOW_BLOBS_KIND      = "s3"
      MICROFLOW_BLOBS_S3_BUCKET = aws_s3_bucket.evidence.id
      MICROFLOW_BLOBS_S3_REGION = var.region
    }
    notifications = merge(
      { MICROFLOW_MAIL_MODE = var.mail.host == "" ? "none" : "smtp" },
      var.mail.host == "" ? {} : {
        MICROFLOW_MAIL_HOST     = var.mail.host
        MICROFLOW_MAIL_PORT     = tostring(var.mail.port)
        MICROFLOW_MAIL_USER     = var.mail.user
        MICROFLOW_MAIL_SENDER   = var.mail.sender
        MICROFLOW_MAIL_SECURITY = "starttls"
      },
    )
  }

  key_folder = "/keys"
}

data "aws_caller_identity" "here" {}

resource "aws_ecs_cluster" "main" {
  name = var.name

  setting {
    name  = "containerInsights"
    value = "enabled"
  }
}

resource "aws_service_discovery_http_namespace" "main" {
  name        = var.name
  description = "The names by which the processes find each other"
}

resource "aws_cloudwatch_log_group" "suite" {
  name              = "/${var.name}"
  retention_in_days = var.log_days
}

module "service" {
  source   = "./modules/service"
  for_each = local.processes

  name       = each.key
  suite      = var.name
  image      = "${aws_ecr_repository.suite.repository_url}:${var.image_tag}"
  repository = aws_ecr_repository.suite.arn
  command    = ["serve", each.key]
  port       = local.port
  user       = local.user

  cpu    = each.value.cpu
  memory = each.value.memory
  min    = each.value.min
  max    = each.value.max

  settings = merge(
    local.everywhere,
    contains(local.services, each.key) ? local.in_services : {},
    lookup(local.own, each.key, {}),
  )
  parameters = merge(
    { MICROFLOW_SUITE_PEER_SECRET = aws_ssm_parameter.peer_secret.arn },
    contains(local.services, each.key) ? { MICROFLOW_DATABASE_URL = aws_ssm_parameter.database_url[each.key].arn } : {},
    each.key == "notifications" && var.mail.user != "" ? { MICROFLOW_MAIL_PASSWORD = aws_ssm_parameter.mail_password[0].arn } : {},
  )
  policy = contains(local.services, each.key) ? data.aws_iam_policy_document.service[each.key].json : null

  cluster         = { name = aws_ecs_cluster.main.name, arn = aws_ecs_cluster.main.arn }
  namespace       = aws_service_discovery_http_namespace.main.arn
  region          = var.region
  log_group       = { name = aws_cloudwatch_log_group.suite.name, arn = aws_cloudwatch_log_group.suite.arn }
  subnets         = aws_subnet.private[*].id
  security_groups = [each.key == "gateway" ? aws_security_group.gateway.id : aws_security_group.services.id]

  entrance = each.key == "gateway" ? {
    target_group        = aws_lb_target_group.gateway.arn
    resource_label      = "${aws_lb.main.arn_suffix}/${aws_lb_target_group.gateway.arn_suffix}"
    requests_per_target = var.requests_per_target
  } : null

  key_files = each.key == "identity" ? {
    file_system  = aws_efs_file_system.keys.id
    arn          = aws_efs_file_system.keys.arn
    access_point = aws_efs_access_point.keys.id
    folder       = local.key_folder
  } : null

  depends_on = [aws_lb_listener.https, aws_efs_mount_target.keys]
}
