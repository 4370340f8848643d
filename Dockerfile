FROM node:26-slim

ENV NODE_ENV=production \
    FIADO_HOST=0.0.0.0 \
    FIADO_PORT=3000 \
    FIADO_DATABASE_URL=sqlite:/app/data/fiado.db
WORKDIR /app

# Dependencies change less often than the code, so they are a layer of their own. No package has to run a script.
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts && npm cache clean --force

COPY src src
COPY adapters adapters
COPY migrations migrations
COPY config config
RUN mkdir data && chown node:node data

USER node
VOLUME /app/data
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.FIADO_PORT}/healthz`, { signal: AbortSignal.timeout(2000) }).then((reply) => process.exit(reply.ok ? 0 : 1), () => process.exit(1))"]

# The process itself, not npm: it has to receive SIGTERM in order to drain. As in `npm start`.
CMD ["node", "--max-semi-space-size=8", "--heap-growing-percent=20", "src/main.ts"]
