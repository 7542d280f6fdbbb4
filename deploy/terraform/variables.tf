variable "region" {
  description = "Where everything is made."
  type        = string
}

variable "name" {
  description = "What everything is named after; one company, one name."
  type        = string
  default     = "microflow"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{1,20}$", var.name))
    error_message = "Lower-case letters, digits and hyphens, at most 21."
  }
}

variable "certificate_arn" {
  description = "The certificate of the entrance's host name, in Certificate Manager."
  type        = string
}

variable "image_tag" {
  description = "The tag of the image in the repository that is made here."
  type        = string
  default     = "0.1.0"
}

variable "time_zone" {
  description = "The company's time zone."
  type        = string
  default     = "America/Bogota"
}

variable "network" {
  description = "The address range; a /20 of it for each subnet."
  type        = string
  default     = "10.20.0.0/16"
}

variable "zones" {
  description = "In how many availability zones everything stands."
  type        = number
  default     = 2

  validation {
    condition     = var.zones >= 2 && var.zones <= 3
    error_message = "Two or three: the balancer and the database need two."
  }
}

variable "database_class" {
  description = "The database's machine. Its max_connections must hold database.connections of every replica."
  type        = string
  default     = "db.t4g.medium"
}

variable "database_storage" {
  description = "Gigabytes to begin with; it grows to four times that by itself."
  type        = number
  default     = 50
}

variable "database_authorities" {
  description = "A file of the image with Amazon's database authorities; empty: encrypted, and the server not verified."
  type        = string
  default     = ""
}

variable "highly_available" {
  description = "A database with a standby, a NAT gateway for each zone, and no deletion by mistake."
  type        = bool
  default     = true
}

variable "mail" {
  description = "The SMTP server; an empty host: no mail."
  type = object({
    host   = string
    port   = number
    user   = string
    sender = string
  })
  default = {
    host   = ""
    port   = 587
    user   = ""
    sender = "MicroFlow <no-reply@microflow.invalid>"
  }
}

variable "mail_password" {
  description = "Its password."
  type        = string
  default     = ""
  sensitive   = true
}

variable "firewall" {
  description = "A web application firewall before the entrance: Amazon's common rules, and limits by address."
  type        = bool
  default     = true
}

variable "requests_per_target" {
  description = "Requests a minute of one gateway, above which another is started."
  type        = number
  default     = 30000
}

variable "log_days" {
  description = "How long logs are kept."
  type        = number
  default     = 30
}
