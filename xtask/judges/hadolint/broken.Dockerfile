FROM python:latest
RUN cd /tmp && apt-get update && apt-get install -y curl
CMD python app.py
