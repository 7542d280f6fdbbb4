output "entrance" {
  description = "Where the host name's record points to."
  value       = aws_lb.main.dns_name
}

output "repository" {
  description = "Where the image is pushed to."
  value       = aws_ecr_repository.suite.repository_url
}

output "make_databases" {
  description = "The command that makes the databases and logins: once, and after a change of a login's password."
  value = join(" ", [
    "aws ecs run-task --region ${var.region} --cluster ${aws_ecs_cluster.main.name} --launch-type FARGATE",
    "--task-definition ${aws_ecs_task_definition.databases.family}",
    "--network-configuration 'awsvpcConfiguration={subnets=[${join(",", aws_subnet.private[*].id)}],securityGroups=[${aws_security_group.operator.id}]}'",
  ])
}

output "operator_security_group" {
  description = "For a machine that mends things by hand: it reaches the database."
  value       = aws_security_group.operator.id
}
