// The one storage account: Durable Functions, triggers, stores and the deployment package. Its keys open nothing; zone-redundant, since orders live here.
param name string
param location string
param principalId string

// What the Functions host, Durable Functions and the stores need: blobs with leases and containers, queues, tables.
var roles = {
  'blob-data-owner': 'b7e6dc6d-f1e8-4753-8033-0f276bb0955b'
  'queue-data-contributor': '974c5e8b-45b9-4653-ba55-5f855dd0fb88'
  'table-data-contributor': '0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3'
}

resource account 'Microsoft.Storage/storageAccounts@2023-05-01' = {
  name: name
  location: location
  sku: { name: 'Standard_ZRS' }
  kind: 'StorageV2'
  properties: {
    allowBlobPublicAccess: false
    allowSharedKeyAccess: false
    defaultToOAuthAuthentication: true
    minimumTlsVersion: 'TLS1_2'
    supportsHttpsTrafficOnly: true
  }

  resource blobs 'blobServices' = {
    name: 'default'
    properties: { deleteRetentionPolicy: { enabled: true, days: 7 } }

    resource package 'containers' = {
      name: 'app-package'
    }
  }
}

resource access 'Microsoft.Authorization/roleAssignments@2022-04-01' = [
  for role in items(roles): {
    name: guid(account.id, principalId, role.key)
    scope: account
    properties: {
      principalId: principalId
      principalType: 'ServicePrincipal'
      roleDefinitionId: subscriptionResourceId('Microsoft.Authorization/roleDefinitions', role.value)
    }
  }
]

output name string = account.name
output packageContainerUri string = '${account.properties.primaryEndpoints.blob}${account::blobs::package.name}'
