# Holdfast as a container: the committed bundle, and nothing else. It reads AWS with the credentials that the environment gives.
#   docker build -t holdfast .
#   docker run --rm -v "$PWD:/work" -e AWS_REGION -e AWS_ACCESS_KEY_ID -e AWS_SECRET_ACCESS_KEY -e AWS_SESSION_TOKEN holdfast check
FROM gcr.io/distroless/nodejs24-debian12:nonroot
COPY dist /opt/holdfast/dist
COPY policies /opt/holdfast/policies
COPY schemas /opt/holdfast/schemas
COPY package.json LICENSE /opt/holdfast/
WORKDIR /work
ENTRYPOINT ["/nodejs/bin/node", "/opt/holdfast/dist/cli.js"]
CMD ["help"]
