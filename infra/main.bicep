// The app on Azure, in a resource group of its own. Everything reaches everything by one managed identity; nothing has an account key or a connection secret.
targetScope = 'subscription'

@description('Short name of the environment: part of every resource name.')
@minLength(2)
@maxLength(12)
param environmentName string

param location string

@description('Key that operations calls carry; at least 32 random characters.')
@secure()
@minLength(32)
param opsKey string

@description('Wraps the keys of the customers, whose data nobody reads again without it: 32 random bytes in base64. Keep a copy apart from Azure.')
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

resource group 'Microsoft.Resources/resourceGroups@2024-03-01' = {
  name: 'rg-orders-${environmentName}'
  location: location
  tags: { 'azd-env-name': environmentName }
}

var suffix = uniqueString(group.id, environmentName)

module identity 'identity.bicep' = {
  name: 'identity'
  scope: group
  params: { name: 'id-orders-${environmentName}', location: location }
}

module storage 'storage.bicep' = {
  name: 'storage'
  scope: group
  params: {
    name: 'st${take(replace(toLower(environmentName), '-', ''), 8)}${take(suffix, 13)}'
    location: location
    principalId: identity.outputs.principalId
  }
}

module monitoring 'monitoring.bicep' = {
  name: 'monitoring'
  scope: group
  params: {
    suffix: '${environmentName}-${suffix}'
    location: location
    principalId: identity.outputs.principalId
  }
}

module secrets 'secrets.bicep' = {
  name: 'secrets'
  scope: group
  params: {
    name: 'kv-${take(suffix, 13)}'
    location: location
    principalId: identity.outputs.principalId
    opsKey: opsKey
    privacyMasterKey: privacyMasterKey
    privacySearchKey: privacySearchKey
    linkKey: linkKey
    sendGridApiKey: sendGridApiKey
  }
}

module app 'app.bicep' = {
  name: 'app'
  scope: group
  params: {
    suffix: '${environmentName}-${suffix}'
    location: location
    identityId: identity.outputs.id
    identityClientId: identity.outputs.clientId
    storageAccountName: storage.outputs.name
    packageContainerUri: storage.outputs.packageContainerUri
    insightsConnectionString: monitoring.outputs.connectionString
    settingReferences: secrets.outputs.settings
    mailFrom: mailFrom
    returnAddress: returnAddress
  }
}

output appUrl string = app.outputs.url
