// Sends requests to the region's gateway at a steady rate, whatever the answers, and stops when a promise is broken.
import http from "k6/http";

const promised = JSON.parse(__ENV.PROMISED);

export const options = {
  scenarios: {
    requests: {
      executor: "constant-arrival-rate",
      rate: promised.requestsPerMinute,
      timeUnit: "1m",
      duration: `${promised.minutes}m`,
      preAllocatedVUs: promised.users,
      maxVUs: promised.users * 4,
    },
  },
  thresholds: {
    http_req_failed: [{ threshold: `rate<${promised.errorShare}`, abortOnFail: true, delayAbortEval: "1m" }],
    http_req_duration: [
      { threshold: `p(95)<${promised.latencyP95Ms}`, abortOnFail: true, delayAbortEval: "1m" },
      { threshold: `p(99)<${promised.latencyP99Ms}`, abortOnFail: true, delayAbortEval: "1m" },
    ],
    dropped_iterations: ["count<1"],
  },
  insecureSkipTLSVerify: true, // the gateway's certificate is for the API's name, as load balancers take it too
};

export default function () {
  http.get(promised.url, {
    headers: { Host: promised.host, Authorization: `Bearer ${__ENV.TOKEN}` },
  });
}
