/**
 * Services whose resources touch neither tables nor backups, but for single types that the tables of types name. A service
 * that stands in no table and not here may be new, and may touch anything.
 */
function words(text: string): ReadonlySet<string> {
  return new Set(text.trim().split(/\s+/));
}

/** The second word of a type of the provider hashicorp/aws. Source: the provider's own schema, 5.100. */
export const HARMLESS_TERRAFORM: ReadonlySet<string> = words(`
  accessanalyzer account acm acmpca alb ami amplify api apigatewayv2 app appconfig appfabric appflow
  appintegrations applicationinsights appmesh apprunner appstream appsync athena auditmanager autoscaling batch
  bcmdataexports bedrock bedrockagent budgets ce chatbot chime chimesdkmediapipelines chimesdkvoice cleanrooms
  cloud9 cloudfront cloudfrontkeyvaluestore cloudhsm cloudsearch cloudtrail cloudwatch codeartifact codebuild
  codecatalyst codecommit codeconnections codedeploy codeguruprofiler codegurureviewer codepipeline
  codestarconnections codestarnotifications cognito comprehend computeoptimizer config connect costoptimizationhub
  cur customer customerprofiles dataexchange datapipeline datasync datazone dax db default detective devicefarm
  devopsguru directory dlm dms docdb docdbelastic drs dsql dx ebs ec2 ecr ecrpublic ecs efs egress eip eks elastic
  elasticache elasticsearch elastictranscoder elb emr emrcontainers emrserverless evidently finspace fis flow fms
  fsx gamelift glacier globalaccelerator glue grafana guardduty identitystore imagebuilder inspector inspector2
  instance internet internetmonitor iot ivs ivschat kendra key keyspaces kinesis kinesisanalyticsv2 lakeformation
  lambda launch lb lex lexv2models licensemanager lightsail load location m2 macie2 main media medialive memorydb
  mq msk mskconnect mwaa nat neptune neptunegraph network networkfirewall networkmanager networkmonitor
  notifications notificationscontacts oam opensearch opensearchserverless opsworks osis paymentcryptography
  pinpoint pinpointsmsvoicev2 pipes placement prometheus proxy qbusiness qldb quicksight ram rbin rds redshift
  redshiftdata redshiftserverless rekognition resiliencehub resourceexplorer2 resourcegroups rolesanywhere route
  route53 route53domains route53profiles route53recoverycontrolconfig route53recoveryreadiness rum s3 s3control
  s3outposts s3tables sagemaker scheduler schemas secretsmanager security securityhub securitylake
  serverlessapplicationrepository service servicecatalog servicecatalogappregistry servicequotas ses sesv2 sfn
  shield signer simpledb snapshot sns spot sqs ssm ssmcontacts ssmincidents ssmquicksetup storagegateway subnet
  swf synthetics timestreaminfluxdb timestreamquery timestreamwrite transcribe transfer verifiedaccess
  verifiedpermissions volume vpc vpclattice vpn waf wafregional wafv2 worklink workspaces workspacesweb xray
`);

/** The second part of a type of CloudFormation. Source: CloudFormation template reference; resource types of AWS Config. */
export const HARMLESS_CLOUDFORMATION: ReadonlySet<string> = words(`
  AccessAnalyzer ACM ACMPCA AIOps AmazonMQ Amplify AmplifyUIBuilder ApiGateway ApiGatewayV2 AppConfig AppFlow
  AppIntegrations ApplicationInsights ApplicationSignals AppMesh AppRunner AppStream AppSync AppTest APS
  ARCRegionSwitch ARCZonalShift Athena AuditManager AutoScaling B2BI BackupGateway Batch BCMDataExports Bedrock
  BedrockAgentCore BillingConductor Budgets Cassandra CE CertificateManager Chatbot CleanRooms CleanRoomsML Cloud9
  CloudFront CloudTrail CodeArtifact CodeBuild CodeCommit CodeConnections CodeDeploy CodeGuruProfiler
  CodeGuruReviewer CodePipeline CodeStar CodeStarConnections CodeStarNotifications Cognito Comprehend Config
  Connect ConnectCampaigns ConnectCampaignsV2 CUR CustomerProfiles DataBrew DataPipeline DataSync DataZone DAX
  Deadline Detective DevOpsGuru DirectoryService DLM DMS DocDB DocDBElastic DSQL EC2 ECR ECS EFS EKS ElastiCache
  ElasticBeanstalk ElasticLoadBalancing ElasticLoadBalancingV2 Elasticsearch EMR EMRContainers EMRServerless
  EntityResolution Events EventSchemas Evidently EVS FinSpace FIS FMS Forecast FraudDetector FSx GameLift
  GameLiftStreams GlobalAccelerator Glue Grafana Greengrass GreengrassV2 GroundStation GuardDuty HealthImaging
  HealthLake IdentityStore ImageBuilder Inspector InspectorV2 InternetMonitor Invoicing IoT IoTAnalytics
  IoTCoreDeviceAdvisor IoTEvents IoTFleetHub IoTFleetWise IoTManagedIntegrations IoTSiteWise IoTThingsGraph
  IoTTwinMaker IoTWireless IVS IVSChat KafkaConnect Kendra KendraRanking Kinesis KinesisAnalytics
  KinesisAnalyticsV2 KinesisFirehose KinesisVideo LakeFormation Lambda LaunchWizard Lex LicenseManager Lightsail
  Location Logs LookoutEquipment LookoutMetrics LookoutVision M2 Macie ManagedBlockchain MediaConnect MediaConvert
  MediaLive MediaPackage MediaPackageV2 MediaStore MediaTailor MemoryDB MPA MSK MWAA Neptune NeptuneGraph
  NetworkFirewall NetworkManager NimbleStudio Notifications NotificationsContacts Oam ObservabilityAdmin ODB Omics
  OpenSearch OpenSearchServerless OpenSearchService OpsWorks OpsWorksCM OSIS Panorama PaymentCryptography
  PCAConnectorAD PCAConnectorSCEP PCS Personalize Pinpoint PinpointEmail Pipes Proton QBusiness QLDB QuickSight
  RAM Rbin RDS Redshift RedshiftServerless RefactorSpaces Rekognition ResilienceHub ResourceExplorer2
  ResourceGroups RoboMaker RolesAnywhere Route53 Route53Profiles Route53RecoveryControl Route53RecoveryReadiness
  Route53Resolver RTBFabric RUM S3 S3Express S3ObjectLambda S3Outposts S3Tables S3Vectors SageMaker Scheduler SDB
  SecretsManager SecurityHub SecurityLake ServiceCatalog ServiceCatalogAppRegistry ServiceDiscovery SES Shield
  Signer SimSpaceWeaver SMSVOICE SNS SQS SSM SSMContacts SSMGuiConnect SSMIncidents SSMQuickSetup StepFunctions
  SupportApp Synthetics SystemsManagerSAP Timestream Transfer VerifiedPermissions VoiceID VpcLattice WAF WAFv2
  Wisdom WorkSpaces WorkspacesInstances WorkSpacesThinClient WorkSpacesWeb XRay
`);

/** The same in types of the provider awscc, which are made of CloudFormation's. */
export const HARMLESS_AWSCC: ReadonlySet<string> = new Set(
  [...HARMLESS_CLOUDFORMATION].map((name) => name.toLowerCase()),
);
