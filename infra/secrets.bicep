// The app's secrets. Its settings refer to them by address; the app reads them as its identity, and takes a new version within a day.
param name string
param location string
param principalId string

@secure()
param opsKey string

@secure()
param privacyMasterKey string

@secure()
param privacySearchKey string

@secure()
param linkKey string

@secure()
param sendGridApiKey string

var keyVaultSecretsUser = '4633458b-17de-408a-b874-0445c86b69e6'

resource vault 'Microsoft.KeyVault/vaults@2023-07-01' = {
  name: name
  location: location
  properties: {
    tenantId: subscription().tenantId
    sku: { family: 'A', name: 'standard' }
    enableRbacAuthorization: true

    // Without the master key no customer's data is ever read again: nobody destroys it for 90 days.
    enableSoftDelete: true
    enablePurgeProtection: true
    softDeleteRetentionInDays: 90
  }

  resource ops 'secrets' = {
    name: 'ops-key'
    properties: { value: opsKey }
  }

  resource master 'secrets' = {
    name: 'privacy-master-key-first'
    properties: { value: privacyMasterKey }
  }

  resource search 'secrets' = {
    name: 'privacy-search-key'
    properties: { value: privacySearchKey }
  }

  resource link 'secrets' = {
    name: 'link-key'
    properties: { value: linkKey }
  }

  resource sendGrid 'secrets' = {
    name: 'sendgrid-api-key'
    properties: { value: sendGridApiKey }
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = {
  name: guid(vault.id, principalId, 'key-vault-secrets-user')
  scope: vault
  properties: {
    principalId: principalId
    principalType: 'ServicePrincipal'
    roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', keyVaultSecretsUser)
  }
}

@description('The app\'s settings whose values are secrets, as references to them.')
output settings object = {
  App__LinkKey: '@Microsoft.KeyVault(SecretUri=${vault::link.properties.secretUri})'
  Mail__SendGridApiKey: '@Microsoft.KeyVault(SecretUri=${vault::sendGrid.properties.secretUri})'
  Ops__Key: '@Microsoft.KeyVault(SecretUri=${vault::ops.properties.secretUri})'
  Privacy__MasterKeys__first: '@Microsoft.KeyVault(SecretUri=${vault::master.properties.secretUri})'
  Privacy__SearchKey: '@Microsoft.KeyVault(SecretUri=${vault::search.properties.secretUri})'
}
