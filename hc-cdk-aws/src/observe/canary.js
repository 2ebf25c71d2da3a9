const https = require("https");

const ask = ({ path, status, headers }) =>
  new Promise((done, failed) => {
    const address = new URL(path, process.env.ADDRESS);
    const request = https.get(address, { headers, minVersion: "TLSv1.2", timeout: 10000 }, (answer) => {
      answer.resume();
      const wrong = new Error(`${path} answers with ${answer.statusCode}, and not with ${status}`);
      answer.on("end", () => (answer.statusCode === status ? done() : failed(wrong)));
    });
    request.on("timeout", () => request.destroy(new Error(`${path} does not answer within 10 seconds`)));
    request.on("error", failed);
  });

exports.handler = async () => {
  for (const it of ASKED) {
    await ask(it);
  }
};
