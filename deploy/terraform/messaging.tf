# Events: one FIFO topic, and a FIFO queue for each service that follows others' events. Order is kept within a message
# group, which is an order or a person (docs/decisions/aws-messaging.md).

resource "aws_sns_topic" "events" {
  name                        = "${var.name}-events.fifo"
  fifo_topic                  = true
  content_based_deduplication = false
  fifo_throughput_scope       = "MessageGroup"
}

resource "aws_sqs_queue" "events" {
  for_each = local.consumers

  name                       = "${var.name}-${each.key}.fifo"
  fifo_queue                 = true
  deduplication_scope        = "messageGroup"
  fifo_throughput_limit      = "perMessageGroupId"
  visibility_timeout_seconds = 30
  receive_wait_time_seconds  = 20
  message_retention_seconds  = 14 * 24 * 3600
  sqs_managed_sse_enabled    = true

  # The suite buries what it can't take in itself, where an administrator lists and replays it. This is for what kills
  # every process that receives it: a thousand times is as late as Amazon allows, because taking a message out of its
  # group lets later ones pass it.
  redrive_policy = jsonencode({
    deadLetterTargetArn = aws_sqs_queue.dead[each.key].arn
    maxReceiveCount     = 1000
  })
}

resource "aws_sqs_queue" "dead" {
  for_each = local.consumers

  name                      = "${var.name}-${each.key}-dead.fifo"
  fifo_queue                = true
  message_retention_seconds = 14 * 24 * 3600
  sqs_managed_sse_enabled   = true
}

resource "aws_sqs_queue_redrive_allow_policy" "dead" {
  for_each = local.consumers

  queue_url = aws_sqs_queue.dead[each.key].id

  redrive_allow_policy = jsonencode({
    redrivePermission = "byQueue"
    sourceQueueArns   = [aws_sqs_queue.events[each.key].arn]
  })
}

data "aws_iam_policy_document" "topic_to_queue" {
  for_each = local.consumers

  statement {
    actions   = ["sqs:SendMessage"]
    resources = [aws_sqs_queue.events[each.key].arn]

    principals {
      type        = "Service"
      identifiers = ["sns.amazonaws.com"]
    }

    condition {
      test     = "ArnEquals"
      variable = "aws:SourceArn"
      values   = [aws_sns_topic.events.arn]
    }
  }
}

resource "aws_sqs_queue_policy" "events" {
  for_each = local.consumers

  queue_url = aws_sqs_queue.events[each.key].id
  policy    = data.aws_iam_policy_document.topic_to_queue[each.key].json
}

resource "aws_sns_topic_subscription" "events" {
  for_each = local.consumers

  topic_arn            = aws_sns_topic.events.arn
  protocol             = "sqs"
  endpoint             = aws_sqs_queue.events[each.key].arn
  raw_message_delivery = true

  depends_on = [aws_sqs_queue_policy.events]
}
