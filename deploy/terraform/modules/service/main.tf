# One process of the suite on Fargate: its tasks, their rights, and how many there are.

resource "aws_ecs_task_definition" "this" {
  family                   = "${var.suite}-${var.name}"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = var.cpu
  memory                   = var.memory
  execution_role_arn       = aws_iam_role.execution.arn
  task_role_arn            = aws_iam_role.task.arn

  # The image's /data belongs to its user, and so does a volume that is mounted there.
  volume {
    name = "data"
  }

  dynamic "volume" {
    for_each = var.key_files == null ? [] : [var.key_files]

    content {
      name = "keys"

      efs_volume_configuration {
        file_system_id     = volume.value.file_system
        transit_encryption = "ENABLED"

        authorization_config {
          access_point_id = volume.value.access_point
          iam             = "ENABLED"
        }
      }
    }
  }

  container_definitions = jsonencode([{
    name      = var.name
    image     = var.image
    essential = true
    command   = var.command
    user      = "${var.user}:${var.user}"

    environment = [for name, value in var.settings : { name = name, value = value }]
    secrets     = [for name, arn in var.parameters : { name = name, valueFrom = arn }]

    portMappings = [{ name = "http", containerPort = var.port, protocol = "tcp", appProtocol = "http" }]

    # A new task helps nothing while the database is away: only what is unready for five minutes is replaced.
    healthCheck = {
      command     = ["CMD", "/usr/bin/microflow", "health", "127.0.0.1:${var.port}"]
      interval    = 30
      timeout     = 5
      retries     = 10
      startPeriod = 120
    }

    readonlyRootFilesystem = true
    linuxParameters        = { capabilities = { drop = ["ALL"] } }
    ulimits                = [{ name = "nofile", softLimit = 65536, hardLimit = 65536 }]
    stopTimeout            = 15

    mountPoints = concat(
      [{ sourceVolume = "data", containerPath = "/data", readOnly = false }],
      var.key_files == null ? [] : [{ sourceVolume = "keys", containerPath = var.key_files.folder, readOnly = false }],
    )

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = var.log_group.name
        awslogs-region        = var.region
        awslogs-stream-prefix = var.name
      }
    }
  }])
}

resource "aws_ecs_service" "this" {
  name            = var.name
  cluster         = var.cluster.arn
  task_definition = aws_ecs_task_definition.this.arn
  launch_type     = "FARGATE"
  desired_count   = var.min

  deployment_minimum_healthy_percent = 100
  deployment_maximum_percent         = 200
  health_check_grace_period_seconds  = var.entrance == null ? null : 60

  deployment_circuit_breaker {
    enable   = true
    rollback = true
  }

  network_configuration {
    subnets         = var.subnets
    security_groups = var.security_groups
  }

  service_connect_configuration {
    enabled   = true
    namespace = var.namespace

    service {
      port_name = "http"

      client_alias {
        dns_name = var.name
        port     = var.port
      }

      # Event streams have no end; the gateway has deadlines of its own.
      timeout {
        per_request_timeout_seconds = 0
        idle_timeout_seconds        = 3600
      }
    }
  }

  dynamic "load_balancer" {
    for_each = var.entrance == null ? [] : [var.entrance]

    content {
      target_group_arn = load_balancer.value.target_group
      container_name   = var.name
      container_port   = var.port
    }
  }

  # The scaling below decides.
  lifecycle {
    ignore_changes = [desired_count]
  }
}

data "aws_iam_policy_document" "tasks" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["ecs-tasks.amazonaws.com"]
    }
  }
}

resource "aws_iam_role" "task" {
  name               = "${var.suite}-${var.name}"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

resource "aws_iam_role_policy" "task" {
  count = var.name == "gateway" ? 0 : 1

  name   = "suite"
  role   = aws_iam_role.task.id
  policy = var.policy
}

# What Fargate does for the task before it runs: its image, its secrets, its log.
resource "aws_iam_role" "execution" {
  name               = "${var.suite}-${var.name}-execution"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

data "aws_iam_policy_document" "execution" {
  statement {
    actions   = ["ecr:GetAuthorizationToken"]
    resources = ["*"]
  }

  statement {
    actions   = ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]
    resources = [var.repository]
  }

  statement {
    actions   = ["ssm:GetParameters"]
    resources = values(var.parameters)
  }

  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${var.log_group.arn}:*"]
  }
}

resource "aws_iam_role_policy" "execution" {
  name   = "start"
  role   = aws_iam_role.execution.id
  policy = data.aws_iam_policy_document.execution.json
}

resource "aws_appautoscaling_target" "this" {
  service_namespace  = "ecs"
  resource_id        = "service/${var.cluster.name}/${aws_ecs_service.this.name}"
  scalable_dimension = "ecs:service:DesiredCount"
  min_capacity       = var.min
  max_capacity       = var.max
}

resource "aws_appautoscaling_policy" "cpu" {
  name               = "cpu"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = 60
    scale_in_cooldown  = 300
    scale_out_cooldown = 60

    predefined_metric_specification {
      predefined_metric_type = "ECSServiceAverageCPUUtilization"
    }
  }
}

resource "aws_appautoscaling_policy" "requests" {
  count = var.entrance == null ? 0 : 1

  name               = "requests"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.this.service_namespace
  resource_id        = aws_appautoscaling_target.this.resource_id
  scalable_dimension = aws_appautoscaling_target.this.scalable_dimension

  target_tracking_scaling_policy_configuration {
    target_value       = var.entrance.requests_per_target
    scale_in_cooldown  = 300
    scale_out_cooldown = 60

    predefined_metric_specification {
      predefined_metric_type = "ALBRequestCountPerTarget"
      resource_label         = var.entrance.resource_label
    }
  }
}
