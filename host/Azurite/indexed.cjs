// Loaded before a service of Azurite starts. Azurite 3.35 keeps its rows and messages in memory with indexes, and makes little of them: a
// query for one partition looks at every row of its table, a look into a queue at every message of all queues, and each sorts all indexes
// of the messages anew for the none that have expired. Here they use the indexes. The answers are the same.
'use strict';
const path = require('node:path');
const { azurite } = require('node:worker_threads').workerData;

const loki = require(require.resolve('lokijs', { paths: [azurite] }));
const queries = path.join(azurite, 'table', 'persistence');
const parse = require(path.join(queries, 'QueryInterpreter', 'QueryParser.js')).default;
const generator = require(path.join(queries, 'LokiTableStoreQueryGenerator.js')).default;

const { removeBatch, update } = loki.Collection.prototype;

loki.Collection.prototype.removeBatch = function (documents) {
  if (documents.length > 0) removeBatch.call(this, documents);
};

loki.Collection.prototype.update = function (changed) {
  if (!Array.isArray(changed) || changed.length > 1) return update.call(this, changed);
  return changed.length === 0 ? undefined : update.call(this, changed[0]);
};

/** Of several conditions, the one comes first that an index narrows down most. */
const { findAnd } = loki.Resultset.prototype;

loki.Resultset.prototype.findAnd = loki.Resultset.prototype.$and = function (conditions) {
  const found = new Map(conditions.map((condition) => [condition, count(this.collection, condition)]));
  return findAnd.call(this, [...conditions].sort((one, other) => found.get(one) - found.get(other)));
};

/** How many documents the index of a condition's property gives for it; infinitely many if there is none. */
function count(documents, condition) {
  const [property, asked] = Object.entries(condition)[0];
  const [operator, value] = asked !== null && typeof asked === 'object' ? Object.entries(asked)[0] : ['$eq', asked];
  if (property === 'timeNextVisible' || property === 'expirationTime') documents.ensureIndex(property);
  if (!documents.binaryIndices[property] || !(operator === '$eq' || operator === '$lte')) return Infinity;
  const [first, last] = documents.calculateRange(operator, property, value);
  return last - first + 1;
}

const { where } = loki.Resultset.prototype;

loki.Resultset.prototype.where = function (isAskedFor) {
  const rows = isAskedFor.partition === undefined ? this : this.find({ PartitionKey: isAskedFor.partition });
  return where.call(rows, isAskedFor);
};

const { generateQueryEntityWhereFunction } = generator;

generator.generateQueryEntityWhereFunction = function (query) {
  const isAskedFor = generateQueryEntityWhereFunction(query);
  isAskedFor.partition = query ? partitionOf(parse(query)) : undefined;
  return isAskedFor;
};

/** The partition that all rows that a query asks for are of; undefined if it names none. */
function partitionOf(node) {
  if (node.name === 'and') return partitionOf(node.left) ?? partitionOf(node.right);
  return node.name === 'eq' && node.left.identifier === 'PartitionKey' && typeof node.right.value === 'string'
    ? node.right.value
    : undefined;
}
