set -eu
get() {
  curl --fail --silent --show-error --location --output "$1" "$2"
  echo "$3  $1" | sha256sum --check --quiet -
}
get cosign https://github.com/sigstore/cosign/releases/download/v3.0.2/cosign-linux-amd64 46dbdcb5467a3dfec2526923d0b3365e40c8d9dc00ec23d5aca3437449e8cbfd
get syft.tar.gz https://github.com/anchore/syft/releases/download/v1.52.0/syft_1.52.0_linux_amd64.tar.gz caeedb81fb0491615f1ebd1761e4145d41ee86dd2cc7bf80669f9f5ad9d6133d
chmod +x cosign
tar --extract --file syft.tar.gz syft
images=$(jq -er '.[].imageUri' imagedefinitions.json)
test -n "$images"
for image in $images; do
  aws ecr get-login-password | ./cosign login "${image%%/*}" --username AWS --password-stdin
  ./syft scan "registry:$image" --output spdx-json=list.spdx.json
  ./cosign sign --yes --key "awskms:///$SIGNER" "$image"
  ./cosign attest --yes --key "awskms:///$SIGNER" --type spdxjson --predicate list.spdx.json "$image"
  ./cosign verify --key "awskms:///$SIGNER" "$image" > verified.json
  ./cosign verify-attestation --key "awskms:///$SIGNER" --type spdxjson "$image" > listed.json
  echo "$image: signed, with the list of what is in it"
done
