cat > crowd.js <<'END'
import http from 'k6/http';
import { sleep } from 'k6';
const parts = 10;
const users = Number(__ENV.USERS) / parts;
export const options = {
  scenarios: { crowd: { executor: 'ramping-vus', startVUs: 0, gracefulRampDown: '30s',
    stages: [{ duration: '2m', target: users }, { duration: __ENV.DURATION, target: users }] } },
  thresholds: {
    http_req_failed: ['rate<0.01'],
    http_req_duration: [`p(95)<${__ENV.MILLISECONDS}`],
    http_reqs: [`rate>=${Number(__ENV.PER_MINUTE) / 60 / parts}`],
  },
};
export default function () {
  http.get(__ENV.TARGET);
  sleep(10);
}
END
echo "part $PART of the crowd"
docker run --rm --interactive --env TARGET --env USERS --env PER_MINUTE --env DURATION --env MILLISECONDS "$K6" run - < crowd.js
