set -eu
images=$(jq -er '.[].imageUri' imagedefinitions.json)
test -n "$images"
for image in $images; do
  name=${image#*/}
  repository=${name%@*}
  id="imageDigest=${name#*@}"
  aws ecr wait image-scan-complete --repository-name "$repository" --image-id "$id"
  found=$(aws ecr describe-image-scan-findings --repository-name "$repository" --image-id "$id" --no-paginate --output text --query 'imageScanFindings.findingSeverityCounts.[CRITICAL || `0`, HIGH || `0`]')
  echo "$image: critical and high findings: $found"
  test "$found" = "$(printf '0\t0')"
done
