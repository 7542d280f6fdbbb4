# Who may speak to whom: the world to the balancer, the balancer to the gateway, the suite's processes to each other,
# the services to the database. Out of the network only HTTPS to Amazon's interfaces, and mail.

resource "aws_security_group" "balancer" {
  name        = "${var.name}-balancer"
  description = "The entrance"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "gateway" {
  name        = "${var.name}-gateway"
  description = "The gateway's tasks"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "services" {
  name        = "${var.name}-services"
  description = "The services' tasks"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "database" {
  name        = "${var.name}-database"
  description = "PostgreSQL"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "operator" {
  name        = "${var.name}-operator"
  description = "The task that makes databases and logins, and whoever mends things by hand"
  vpc_id      = aws_vpc.main.id
}

resource "aws_security_group" "keys" {
  name        = "${var.name}-keys"
  description = "The file system with identity's keys"
  vpc_id      = aws_vpc.main.id
}

resource "aws_vpc_security_group_ingress_rule" "world_to_balancer" {
  for_each = toset(["80", "443"])

  security_group_id = aws_security_group.balancer.id
  description       = "port 80 only sends on to 443"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = each.value
  to_port           = each.value
}

locals {
  # from, to, port
  ways = {
    balancer_to_gateway   = [aws_security_group.balancer.id, aws_security_group.gateway.id, local.port]
    gateway_to_services   = [aws_security_group.gateway.id, aws_security_group.services.id, local.port]
    services_to_services  = [aws_security_group.services.id, aws_security_group.services.id, local.port]
    services_to_database  = [aws_security_group.services.id, aws_security_group.database.id, local.database_port]
    operator_to_database  = [aws_security_group.operator.id, aws_security_group.database.id, local.database_port]
    services_to_key_files = [aws_security_group.services.id, aws_security_group.keys.id, 2049]
  }
}

resource "aws_vpc_security_group_egress_rule" "way" {
  for_each = local.ways

  security_group_id            = each.value[0]
  description                  = replace(each.key, "_", " ")
  referenced_security_group_id = each.value[1]
  ip_protocol                  = "tcp"
  from_port                    = each.value[2]
  to_port                      = each.value[2]
}

resource "aws_vpc_security_group_ingress_rule" "way" {
  for_each = local.ways

  security_group_id            = each.value[1]
  description                  = replace(each.key, "_", " ")
  referenced_security_group_id = each.value[0]
  ip_protocol                  = "tcp"
  from_port                    = each.value[2]
  to_port                      = each.value[2]
}

# Images, logs, parameters, SNS, SQS and S3.
resource "aws_vpc_security_group_egress_rule" "amazon" {
  for_each = {
    gateway  = aws_security_group.gateway.id
    services = aws_security_group.services.id
    operator = aws_security_group.operator.id
  }

  security_group_id = each.value
  description       = "interfaces of Amazon"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_vpc_security_group_egress_rule" "mail" {
  count = var.mail.host == "" ? 0 : 1

  security_group_id = aws_security_group.services.id
  description       = "the mail server"
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = var.mail.port
  to_port           = var.mail.port
}
