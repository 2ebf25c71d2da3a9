-- For an Entra administrator of medical-ai-prod-records.postgres.database.azure.com, in its database postgres, once the identity is there.
select * from pgaadauth_create_principal('assistant_azure_patient_records', false, false);
-- What it needs there, and nothing else.
grant connect on database "main" to "assistant_azure_patient_records";
