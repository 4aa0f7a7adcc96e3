// Runs Azurite's three services in one process, each on a thread of its own: on one thread they keep each other waiting. Called with the
// path of Azurite's own script, the folder of the data and the ports of blobs, queues and tables; ended by SIGTERM, as that script.
'use strict';
const path = require('node:path');
const { isMainThread, parentPort, Worker, workerData } = require('node:worker_threads');

/** What a service makes of a request is garbage soon after: room for many requests' worth is much less to look through. */
const youngGenerationMegabytes = 192;

if (isMainThread) startAll(...process.argv.slice(2));
else serve(workerData);

function startAll(script, folder, ...ports) {
  const services = ['blob', 'queue', 'table'].map((service, i) => {
    const thread = new Worker(__filename, {
      workerData: { azurite: path.dirname(script), service, port: ports[i], folder },
      resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMegabytes },
    });
    thread.on('error', (error) => end(`${service}: ${error.stack}`));
    thread.on('exit', (code) => code === 0 || end(`${service} ended with code ${code}.`));
    return thread;
  });
  process.once('SIGTERM', () => services.forEach((service) => service.postMessage('shutdown')));
}

function end(why) {
  console.error(why);
  process.exit(1);
}

function serve({ azurite, service, port, folder }) {
  const main = path.join(azurite, service, 'main.js');
  process.argv = [process.argv[0], main, `--${service}Host`, '127.0.0.1', `--${service}Port`, port, '--location', folder];
  process.argv.push('--silent', '--disableTelemetry', '--skipApiVersionCheck');
  parentPort.once('message', (asked) => process.emit('message', asked) || process.exit());
  require('./indexed.cjs');
  require(main);
}
