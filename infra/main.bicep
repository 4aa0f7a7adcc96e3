// The app on Azure: a Flex Consumption function app on its own storage account, reached by managed identity, with logs and traces in Application Insights.
targetScope = 'resourceGroup'

@description('Short name of the environment: part of every resource name.')
@minLength(2)
@maxLength(12)
param environmentName string

param location string = resourceGroup().location

@description('Key that operations calls carry; at least 32 random characters.')
@secure()
@minLength(32)
param opsKey string

@description('Wraps the keys of the customers, whose data nobody reads again without it: 32 random bytes in base64, kept apart from the storage.')
@secure()
@minLength(44)
@maxLength(44)
param privacyMasterKey string

@description('Hashes e-mail and postal addresses for the search of operations: 32 random bytes in base64.')
@secure()
@minLength(44)
@maxLength(44)
param privacySearchKey string

@description('Signs the links to customers\' order pages: 32 random bytes in base64.')
@secure()
@minLength(44)
@maxLength(44)
param linkKey string

@description('SendGrid API key.')
@secure()
param sendGridApiKey string

@description('Address that mails come from; verified with SendGrid.')
param mailFrom string

@description('Where customers send goods back to; its lines separated by |.')
param returnAddress string

var suffix = uniqueString(resourceGroup().id, environmentName)
var storageName = toLower('st${take(environmentName, 8)}${take(suffix, 13)}')
var deploymentContainer = 'app-package'

resource storage 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: storageName
  location: location
  sku: { name: 'Standard_ZRS' }
  kind: 'StorageV2'
  properties: {
    allowBlobPublicAccess: false
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    resource package 'containers' = { name: deploymentContainer }
  }
}

resource logs 'Microsoft.OperationalInsights/workspaces@2023-09-01' = {
  name: 'log-${environmentName}-${suffix}'
  location: location
  properties: { sku: { name: 'PerGB2018' }, retentionInDays: 30 }
}

resource insights 'Microsoft.Insights/components@2020-02-02' = {
  name: 'appi-${environmentName}-${suffix}'
  location: location
  kind: 'web'
  properties: { Application_Type: 'web', WorkspaceResourceId: logs.id }
}

resource plan 'Microsoft.Web/serverfarms@2024-04-01' = {
  name: 'plan-${environmentName}-${suffix}'
  location: location
  kind: 'functionapp'
  sku: { name: 'FC1', tier: 'FlexConsumption' }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2024-04-01' = {
  name: 'func-${environmentName}-${suffix}'
  location: location
  kind: 'functionapp,linux'
  tags: { 'azd-service-name': 'orders' }
  identity: { type: 'SystemAssigned' }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: '${storage.properties.primaryEndpoints.blob}${deploymentContainer}'
          authentication: { type: 'SystemAssignedIdentity' }
        }
      }
      runtime: { name: 'dotnet-isolated', version: '10.0' }
      scaleAndConcurrency: { instanceMemoryMB: 2048, maximumInstanceCount: 40 }
    }
    siteConfig: {
      appSettings: [
        // Durable Functions, the triggers and the stores share one account; its key is used because the stores take a connection string.
        {
          name: 'AzureWebJobsStorage'
          value: 'DefaultEndpointsProtocol=https;AccountName=${storage.name};AccountKey=${storage.listKeys().keys[0].value};EndpointSuffix=${environment().suffixes.storage}'
        }
        { name: 'APPLICATIONINSIGHTS_CONNECTION_STRING', value: insights.properties.ConnectionString }
        { name: 'Ops__Key', value: opsKey }
        { name: 'App__LinkKey', value: linkKey }
        { name: 'App__Url', value: 'https://func-${environmentName}-${suffix}.azurewebsites.net' }
        { name: 'Mail__From', value: mailFrom }
        { name: 'Privacy__CurrentKey', value: 'first' }
        { name: 'Privacy__MasterKeys__first', value: privacyMasterKey }
        { name: 'Privacy__SearchKey', value: privacySearchKey }
        { name: 'Watchdog__Schedule', value: '0 * * * * *' }
        { name: 'Mail__SendGridApiKey', value: sendGridApiKey }
        { name: 'Shop__ReturnAddress', value: returnAddress }
      ]
    }
  }
}

// Storage Blob Data Owner, for the deployment package.
resource packageAccess 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(storage.id, app.id, 'blob-owner')
  scope: storage
  properties: {
    principalId: app.identity.principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b')
  }
}

output appUrl string = 'https://${app.properties.defaultHostName}'
