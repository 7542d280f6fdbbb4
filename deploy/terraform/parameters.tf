# Settings that are secret. The others stand in the tasks' definitions, and in Parameter Store for people to look up.

resource "random_password" "peer_secret" {
  length  = 48
  special = false
}

resource "aws_ssm_parameter" "peer_secret" {
  name  = "/${var.name}/MICROFLOW_SUITE_PEER_SECRET"
  type  = "SecureString"
  value = random_password.peer_secret.result
}

locals {
  database_tls = var.database_authorities == "" ? "sslmode=require" : "sslmode=verify-full&sslrootcert=${var.database_authorities}"
}

resource "aws_ssm_parameter" "database_url" {
  for_each = local.services

  name  = "/${var.name}/${each.key}/MICROFLOW_DATABASE_URL"
  type  = "SecureString"
  value = "postgresql://${each.key}:${random_password.login[each.key].result}@${aws_db_instance.main.address}:${local.database_port}/${each.key}?${local.database_tls}"
}

resource "aws_ssm_parameter" "mail_password" {
  count = var.mail.user == "" ? 0 : 1

  name  = "/${var.name}/notifications/MICROFLOW_MAIL_PASSWORD"
  type  = "SecureString"
  value = var.mail_password
}

resource "aws_ssm_parameter" "setting" {
  for_each = merge(local.everywhere, local.in_services)

  name  = "/${var.name}/${each.key}"
  type  = "String"
  value = each.value
}
