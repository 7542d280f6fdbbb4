variable "name" {
  description = "The process: gateway, identity, …"
  type        = string
}

variable "suite" {
  description = "What everything of this company is named after."
  type        = string
}

variable "image" {
  type = string
}

variable "repository" {
  description = "The ARN of the repository that the image comes from."
  type        = string
}

variable "command" {
  description = "What the image's microflow shall do."
  type        = list(string)
}

variable "port" {
  type = number
}

variable "user" {
  description = "The image's user and group."
  type        = number
}

variable "cpu" {
  description = "Of each task, in 1024ths of a processor."
  type        = number
}

variable "memory" {
  description = "Of each task, in MiB."
  type        = number
}

variable "min" {
  description = "Tasks at least."
  type        = number
}

variable "max" {
  description = "Tasks at most."
  type        = number
}

variable "settings" {
  description = "Variables of docs/configuration.md."
  type        = map(string)
}

variable "parameters" {
  description = "Secret ones: the ARNs of their parameters."
  type        = map(string)
}

variable "policy" {
  description = "What the task may do at Amazon, as JSON; null: nothing."
  type        = string
  default     = null
}

variable "cluster" {
  type = object({
    name = string
    arn  = string
  })
}

variable "namespace" {
  description = "Service Connect's, where the others find it under its name."
  type        = string
}

variable "region" {
  type = string
}

variable "log_group" {
  type = object({
    name = string
    arn  = string
  })
}

variable "subnets" {
  type = list(string)
}

variable "security_groups" {
  type = list(string)
}

variable "entrance" {
  description = "The balancer's target group, for the process that the world speaks to."
  type = object({
    target_group        = string
    resource_label      = string
    requests_per_target = number
  })
  default = null
}

variable "key_files" {
  description = "A file system that the replicas share."
  type = object({
    file_system  = string
    arn          = string
    access_point = string
    folder       = string
  })
  default = null
}
