# PostgreSQL: one database and one login a service, none able to read another's. The server is made here; databases and
# logins are made by a task that runs once (README.md), since they are made inside the server. Tables are the services'
# own: each brings its schema up to date when it starts, and replicas that start at once take turns.

resource "aws_db_subnet_group" "main" {
  name       = var.name
  subnet_ids = aws_subnet.private[*].id
}

resource "aws_db_parameter_group" "main" {
  name   = "${var.name}-postgres15"
  family = "postgres15"

  parameter {
    name  = "rds.force_ssl"
    value = "1"
  }

  # A transaction that somebody forgot holds up the delivery of events.
  parameter {
    name  = "idle_in_transaction_session_timeout"
    value = "60000"
  }
}

resource "aws_db_instance" "main" {
  identifier     = var.name
  engine         = "postgres"
  engine_version = "15"
  instance_class = var.database_class

  allocated_storage     = var.database_storage
  max_allocated_storage = 4 * var.database_storage
  storage_type          = "gp3"
  storage_encrypted     = true

  username                    = "postgres"
  manage_master_user_password = true

  port                   = local.database_port
  db_subnet_group_name   = aws_db_subnet_group.main.name
  parameter_group_name   = aws_db_parameter_group.main.name
  vpc_security_group_ids = [aws_security_group.database.id]
  publicly_accessible    = false

  multi_az                        = var.highly_available
  backup_retention_period         = 14
  auto_minor_version_upgrade      = true
  deletion_protection             = var.highly_available
  skip_final_snapshot             = !var.highly_available
  final_snapshot_identifier       = "${var.name}-last"
  performance_insights_enabled    = true
  enabled_cloudwatch_logs_exports = ["postgresql"]
}

resource "random_password" "login" {
  for_each = local.services

  length  = 40
  special = false
}

resource "aws_ssm_parameter" "login" {
  for_each = local.services

  name  = "/${var.name}/${each.key}/login"
  type  = "SecureString"
  value = random_password.login[each.key].result
}

# Every statement may run again: the task is harmless to repeat.
locals {
  make_databases = join("\n", concat(
    ["set -eu"],
    [for service in sort(keys(local.services)) : <<-EOT
      psql -v ON_ERROR_STOP=1 -v service=${service} -v password="$PASSWORD_${upper(service)}" <<'SQL'
      SELECT format('CREATE ROLE %I LOGIN', :'service') WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = :'service') \gexec
      ALTER ROLE :"service" PASSWORD :'password';
      GRANT :"service" TO CURRENT_USER;
      SELECT format('CREATE DATABASE %I OWNER %I TEMPLATE template0 ENCODING ''UTF8'' LC_COLLATE ''C'' LC_CTYPE ''C''', :'service', :'service') WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'service') \gexec
      REVOKE CONNECT, TEMPORARY ON DATABASE :"service" FROM PUBLIC;
      SQL
    EOT
    ],
  ))
}

resource "aws_ecs_task_definition" "databases" {
  family                   = "${var.name}-databases"
  requires_compatibilities = ["FARGATE"]
  network_mode             = "awsvpc"
  cpu                      = 256
  memory                   = 512
  execution_role_arn       = aws_iam_role.databases.arn

  container_definitions = jsonencode([{
    name      = "databases"
    image     = "public.ecr.aws/docker/library/postgres:15"
    essential = true
    command   = ["sh", "-c", local.make_databases]

    environment = [
      { name = "PGHOST", value = aws_db_instance.main.address },
      { name = "PGPORT", value = tostring(local.database_port) },
      { name = "PGUSER", value = aws_db_instance.main.username },
      { name = "PGDATABASE", value = "postgres" },
      { name = "PGSSLMODE", value = "require" },
    ]

    secrets = concat(
      [{ name = "PGPASSWORD", valueFrom = "${aws_db_instance.main.master_user_secret[0].secret_arn}:password::" }],
      [for service, parameter in aws_ssm_parameter.login : {
        name = "PASSWORD_${upper(service)}", valueFrom = parameter.arn
      }],
    )

    logConfiguration = {
      logDriver = "awslogs"
      options = {
        awslogs-group         = aws_cloudwatch_log_group.suite.name
        awslogs-region        = var.region
        awslogs-stream-prefix = "databases"
      }
    }
  }])
}

resource "aws_iam_role" "databases" {
  name               = "${var.name}-databases"
  assume_role_policy = data.aws_iam_policy_document.tasks.json
}

data "aws_iam_policy_document" "databases" {
  statement {
    actions   = ["ssm:GetParameters"]
    resources = [for parameter in aws_ssm_parameter.login : parameter.arn]
  }

  statement {
    actions   = ["secretsmanager:GetSecretValue"]
    resources = [aws_db_instance.main.master_user_secret[0].secret_arn]
  }

  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents"]
    resources = ["${aws_cloudwatch_log_group.suite.arn}:*"]
  }
}

resource "aws_iam_role_policy" "databases" {
  name   = "databases"
  role   = aws_iam_role.databases.id
  policy = data.aws_iam_policy_document.databases.json
}
