# The service, as one small image for every role: web, worker, scheduler.
FROM node:24-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev && npm cache clean --force
COPY --from=build /app/dist ./dist
COPY force-app ./force-app
COPY metadata ./metadata
COPY sfdx-project.json ./
# The embedded queue's directory, for a trial without Redis; mount a volume there to keep it.
RUN mkdir .partnerverse && chown node:node .partnerverse
USER node
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + (process.env.PORT || 8080) + '/health/live').then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# node itself is process 1, so that SIGTERM reaches it and active jobs can finish.
ENTRYPOINT ["node", "dist/cli/partnerverse.js"]
CMD ["serve"]
