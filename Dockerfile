FROM node:22-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --include=dev --no-audit --no-fund
COPY . .
RUN node scripts/generate.mjs && node scripts/build.mjs

FROM node:22-bookworm-slim
WORKDIR /app
# Posters are pictures with Chinese words; sharp draws them with the system's fonts.
RUN apt-get update && apt-get install -y --no-install-recommends fontconfig fonts-noto-cjk && rm -rf /var/lib/apt/lists/*
ENV NODE_ENV=production
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force
COPY --from=build /app/build ./build
COPY --from=build /app/prisma ./prisma
COPY app ./app
COPY scripts ./scripts
COPY tsconfig.json remix.config.js ./
RUN mkdir -p /data/media && chown -R node:node /data
USER node
EXPOSE 3000
CMD ["npm", "run", "serve"]
