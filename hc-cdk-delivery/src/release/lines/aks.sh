# As kubelogin does it, without the plug-in that kubectl would ask for the token: it is for the server application of AKS, which has one
# number in every tenant.
az aks get-credentials --resource-group "$GROUP" --name "$CLUSTER" --overwrite-existing
token=$(az account get-access-token --resource 6dae42f8-4368-4678-94ff-3960e28e3630 --query accessToken --output tsv)
kubectl config set-credentials run --token "$token"
kubectl config set-context --current --user run
