import{createRequire as holdfastRequire}from'node:module';const require=holdfastRequire(import.meta.url);
var e=["pass","fail","unknown","not-applicable","waived"],n=["AWS::DynamoDB::Table","AWS::Backup::BackupPlan","AWS::Backup::BackupVault","AWS::Backup::RegionSettings","AWS::Backup::GlobalSettings"];export{e as a,n as b};
