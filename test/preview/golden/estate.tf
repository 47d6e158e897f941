# Every kind of resource that a preview reads, some of it wrong on purpose. Its plan is estate.plan.json; that of a change of
# all this is edited.plan.json. Both are made by UPDATE_GOLDEN=1 npx vitest run test/preview/terraform-equality.test.ts
terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

provider "aws" {
  region = "eu-west-1"
  default_tags {
    tags = { owner = "shop" }
  }
}

provider "aws" {
  alias  = "copies"
  region = "eu-central-1"
}

data "aws_caller_identity" "me" {}

resource "aws_iam_role" "backup" {
  name = "backup"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Principal = { Service = "backup.amazonaws.com" }, Action = "sts:AssumeRole" }]
  })
}

resource "aws_kms_key" "backup" {
  description = "backups"
}

resource "aws_kms_alias" "backup" {
  name          = "alias/backups"
  target_key_id = aws_kms_key.backup.key_id
}

resource "aws_backup_vault" "main" {
  name        = "main"
  kms_key_arn = aws_kms_key.backup.arn
}

resource "aws_backup_vault" "copies" {
  provider = aws.copies
  name     = "copies"
}

resource "aws_backup_vault_lock_configuration" "main" {
  backup_vault_name   = aws_backup_vault.main.name
  min_retention_days  = 7
  max_retention_days  = 400
  changeable_for_days = 3
}

resource "aws_backup_vault_policy" "main" {
  backup_vault_name = aws_backup_vault.main.name
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "backup:DeleteRecoveryPoint", Resource = "*" }]
  })
}

resource "aws_backup_region_settings" "here" {
  resource_type_opt_in_preference     = { DynamoDB = true, EBS = false }
  resource_type_management_preference = { DynamoDB = true }
}

resource "aws_backup_plan" "daily" {
  name = "daily"
  rule {
    rule_name         = "nightly"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 5 ? * * *)"
    start_window      = 120
    lifecycle {
      delete_after = 35
    }
    copy_action {
      destination_vault_arn = aws_backup_vault.copies.arn
      lifecycle {
        delete_after = 35
      }
    }
  }
  rule {
    rule_name         = "monthly"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 12 1 * ? *)"
    lifecycle {
      cold_storage_after = 30
      delete_after       = 365
    }
  }
}

resource "aws_backup_selection" "tagged" {
  name         = "tagged"
  plan_id      = aws_backup_plan.daily.id
  iam_role_arn = aws_iam_role.backup.arn
  selection_tag {
    type  = "STRINGEQUALS"
    key   = "backup"
    value = "daily"
  }
  not_resources = ["arn:aws:dynamodb:*:*:table/drafts"]
}

resource "aws_backup_plan" "weekly" {
  name = "weekly"
  rule {
    rule_name         = "sundays"
    target_vault_name = aws_backup_vault.main.name
    schedule          = "cron(0 5 ? * SUN *)"
    lifecycle {
      delete_after = 600
    }
  }
}

resource "aws_backup_selection" "weekly" {
  name         = "weekly"
  plan_id      = aws_backup_plan.weekly.id
  iam_role_arn = aws_iam_role.backup.arn
  resources    = ["arn:aws:dynamodb:*:*:table/*"]
  condition {
    string_equals {
      key   = "aws:ResourceTag/backup"
      value = "weekly"
    }
    string_not_like {
      key   = "aws:ResourceTag/stage"
      value = "test*"
    }
  }
}

resource "aws_backup_restore_testing_plan" "monthly" {
  name                = "monthly"
  schedule_expression = "cron(0 9 1 * ? *)"
  recovery_point_selection {
    algorithm            = "LATEST_WITHIN_WINDOW"
    include_vaults       = ["*"]
    recovery_point_types = ["SNAPSHOT"]
  }
}

resource "aws_backup_restore_testing_selection" "tables" {
  name                      = "tables"
  restore_testing_plan_name = aws_backup_restore_testing_plan.monthly.name
  protected_resource_type   = "DynamoDB"
  iam_role_arn              = aws_iam_role.backup.arn
  protected_resource_arns   = ["*"]
}

# Complete, and what a restore of it is held to.
resource "aws_dynamodb_table" "orders" {
  name                        = "orders"
  hash_key                    = "pk"
  range_key                   = "sk"
  billing_mode                = "PROVISIONED"
  read_capacity               = 5
  write_capacity              = 5
  stream_enabled              = true
  stream_view_type            = "NEW_IMAGE"
  deletion_protection_enabled = true
  attribute {
    name = "pk"
    type = "S"
  }
  attribute {
    name = "sk"
    type = "S"
  }
  attribute {
    name = "day"
    type = "N"
  }
  global_secondary_index {
    name            = "by-day"
    hash_key        = "day"
    projection_type = "ALL"
    read_capacity   = 5
    write_capacity  = 5
  }
  local_secondary_index {
    name            = "day"
    range_key       = "day"
    projection_type = "KEYS_ONLY"
  }
  point_in_time_recovery {
    enabled                 = true
    recovery_period_in_days = 35
  }
  server_side_encryption {
    enabled     = true
    kms_key_arn = aws_kms_key.backup.arn
  }
  ttl {
    enabled        = true
    attribute_name = "expires"
  }
  tags = { tier = "gold", backup = "daily" }
}

# What a restore left behind.
resource "aws_dynamodb_table" "restored" {
  name         = "orders-restored"
  hash_key     = "pk"
  range_key    = "sk"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "pk"
    type = "S"
  }
  attribute {
    name = "sk"
    type = "S"
  }
  tags = { tier = "gold" }
}

resource "aws_dynamodb_table" "weekly" {
  for_each     = toset(["carts", "drafts"])
  name         = each.key
  hash_key     = "pk"
  billing_mode = "PAY_PER_REQUEST"
  attribute {
    name = "pk"
    type = "S"
  }
  tags = { tier = "gold", backup = each.key == "carts" ? "weekly" : "daily", stage = "live" }
}

resource "aws_dynamodb_tag" "stage" {
  resource_arn = aws_dynamodb_table.restored.arn
  key          = "stage"
  value        = "test-1"
}

resource "aws_dynamodb_resource_policy" "orders" {
  resource_arn = aws_dynamodb_table.orders.arn
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Deny", Principal = "*", Action = "dynamodb:DeleteTable", Resource = "*" }]
  })
}

resource "aws_appautoscaling_target" "orders" {
  service_namespace  = "dynamodb"
  resource_id        = "table/${aws_dynamodb_table.orders.name}"
  scalable_dimension = "dynamodb:table:ReadCapacityUnits"
  min_capacity       = 5
  max_capacity       = 50
}

resource "aws_appautoscaling_policy" "orders" {
  name               = "reads"
  policy_type        = "TargetTrackingScaling"
  service_namespace  = aws_appautoscaling_target.orders.service_namespace
  resource_id        = aws_appautoscaling_target.orders.resource_id
  scalable_dimension = aws_appautoscaling_target.orders.scalable_dimension
  target_tracking_scaling_policy_configuration {
    target_value = 70
    predefined_metric_specification {
      predefined_metric_type = "DynamoDBReadCapacityUtilization"
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "orders" {
  alarm_name          = "orders-throttled"
  namespace           = "AWS/DynamoDB"
  metric_name         = "SystemErrors"
  dimensions          = { TableName = aws_dynamodb_table.orders.name }
  statistic           = "Sum"
  period              = 60
  evaluation_periods  = 1
  threshold           = 1
  comparison_operator = "GreaterThanOrEqualToThreshold"
}
