/// The rules, from the forms that vendors publish for their keys.
enum SecretRules {
    static let all = gateway + ai + cloud + code + messages + payment + services + assigned + shapes

    /// This gateway's virtual keys.
    private static let gateway = [SecretRule("kanmon-virtual-key", prefix: "sk-km-", .base64URL, 16...120)]

    private static let ai = [
        SecretRule("anthropic-key", prefix: "sk-ant-", .base64URL, 32...200),
        SecretRule("openai-project-key", prefix: "sk-proj-", .base64URL, 32...220),
        SecretRule("openai-service-key", prefix: "sk-svcacct-", .base64URL, 32...220),
        SecretRule("openai-admin-key", prefix: "sk-admin-", .base64URL, 32...220),
        SecretRule("openrouter-key", prefix: "sk-or-", .base64URL, 32...100),
        SecretRule("langsmith-key", prefix: "lsv2_", .base64URL, 30...80),
        SecretRule("langfuse-key", prefix: "sk-lf-", .base64URL, 30...50),
        SecretRule(
            "sk-key",
            prefix: "sk-",
            more: ("0-9A-Za-z", 20),
            .alphanumerics,
            20...100,
            entropy: 3.2,
            score: 0.9
        ),
        SecretRule("huggingface-token", prefix: "hf_", .alphanumerics, 30...44),
        SecretRule("huggingface-organization", prefix: "api_org_", .alphanumerics, 30...44),
        SecretRule("replicate-token", prefix: "r8_", .base64URL, 30...50),
        SecretRule("groq-key", prefix: "gsk_", .alphanumerics, 40...64),
        SecretRule("perplexity-key", prefix: "pplx-", .alphanumerics, 40...64),
        SecretRule("xai-key", prefix: "xai-", .alphanumerics, 60...100),
        SecretRule("fireworks-key", prefix: "fw_", .alphanumerics, 20...40, entropy: 3.2),
        SecretRule("nvidia-key", prefix: "nvapi-", .base64URL, 50...80),
        SecretRule("elevenlabs-key", prefix: "sk_", more: ("0-9a-f", 40), .smallHex, 48...48),
    ]

    private static let cloud = [
        SecretRule("aws-access-key", prefix: "AKIA", .base32, 16...16, entropy: 2.5),
        SecretRule("aws-temporary-key", prefix: "ASIA", .base32, 16...16, entropy: 2.5),
        SecretRule("aws-bedrock-key", prefix: "ABSK", .base64, 100...300, entropy: 3.5),
        SecretRule("gcp-api-key", prefix: "AIza", .base64URL, 35...35),
        SecretRule("gcp-access-token", prefix: "ya29.", .base64URL, 30...400),
        SecretRule("gcp-client-secret", prefix: "GOCSPX-", .base64URL, 28...28),
        SecretRule("alibaba-access-key", prefix: "LTAI", .alphanumerics, 12...24),
        SecretRule("tencent-secret-id", prefix: "AKID", .alphanumerics, 32...36),
        SecretRule("yandex-api-key", prefix: "AQVN", .base64URL, 34...40),
        SecretRule("yandex-oauth-token", prefix: "y0_", .base64URL, 50...70),
        SecretRule("digitalocean-token", prefix: "dop_v1_", .smallHex, 64...64, entropy: 2.5),
        SecretRule("digitalocean-oauth", prefix: "doo_v1_", .smallHex, 64...64, entropy: 2.5),
        SecretRule("databricks-token", prefix: "dapi", more: ("0-9a-f", 12), .smallHex, 32...34, entropy: 2.5),
        SecretRule("cloudflare-origin-key", prefix: "v1.0-", .hex.union("-"), 100...200, entropy: 2.5),
        SecretRule("heroku-key", prefix: "HRKU-", .base64URL, 30...70),
        SecretRule("fly-token", prefix: "fo1_", .base64URL, 40...60),
        SecretRule("vault-service-token", prefix: "hvs.", .base64URL, 24...200),
        SecretRule("vault-batch-token", prefix: "hvb.", .base64URL, 80...300),
        SecretRule("pulumi-token", prefix: "pul-", .smallHex, 40...40, entropy: 2.5),
        SecretRule("doppler-token", prefix: "dp.pt.", .alphanumerics, 40...44),
        SecretRule("tailscale-key", prefix: "tskey-", .base64URL, 24...80),
        SecretRule("planetscale-password", prefix: "pscale_pw_", .base64URL, 32...64),
        SecretRule("planetscale-token", prefix: "pscale_tkn_", .base64URL, 32...64),
        SecretRule("supabase-token", prefix: "sbp_", .smallHex, 40...40, entropy: 2.5),
        SecretRule("netlify-token", prefix: "nfp_", .alphanumerics, 36...44),
        SecretRule("onepassword-token", prefix: "ops_eyJ", .base64URL, 200...900, entropy: 3.5),
    ]

    private static let code = [
        SecretRule("github-personal-token", prefix: "ghp_", .alphanumerics, 36...40),
        SecretRule("github-oauth-token", prefix: "gho_", .alphanumerics, 36...40),
        SecretRule("github-user-token", prefix: "ghu_", .alphanumerics, 36...40),
        SecretRule("github-server-token", prefix: "ghs_", .alphanumerics, 36...40),
        SecretRule("github-refresh-token", prefix: "ghr_", .alphanumerics, 36...80),
        SecretRule("github-fine-grained-token", prefix: "github_pat_", .alphanumerics.union("_"), 60...90),
        SecretRule("gitlab-personal-token", prefix: "glpat-", .base64URL.union("."), 20...64),
        SecretRule("gitlab-deploy-token", prefix: "gldt-", .base64URL, 20...64),
        SecretRule("gitlab-runner-token", prefix: "glrt-", .base64URL.union("."), 20...64),
        SecretRule("gitlab-trigger-token", prefix: "glptt-", .base64URL, 40...64),
        SecretRule("gitlab-agent-token", prefix: "glagent-", .base64URL, 50...64),
        SecretRule("npm-token", prefix: "npm_", .alphanumerics, 36...36),
        SecretRule("pypi-token", prefix: "pypi-AgE", .base64URL, 50...250),
        SecretRule("rubygems-key", prefix: "rubygems_", .smallHex, 48...48, entropy: 2.5),
        SecretRule("crates-token", prefix: "cio", more: ("0-9A-Za-z", 30), .alphanumerics, 32...32, entropy: 3.5),
        SecretRule("docker-token", prefix: "dckr_pat_", .base64URL, 27...40),
        SecretRule("atlassian-token", prefix: "ATATT3", .base64URL.union("="), 60...250),
        SecretRule("bitbucket-password", prefix: "ATBB", .alphanumerics, 28...36, entropy: 3.5),
        SecretRule("artifactory-key", prefix: "AKCp", .alphanumerics, 60...80),
        SecretRule("linear-key", prefix: "lin_api_", .alphanumerics, 40...44),
        SecretRule("sentry-token", prefix: "sntrys_", .base64.union("_-"), 60...250),
        SecretRule("sentry-user-token", prefix: "sntryu_", .smallHex, 64...64, entropy: 2.5),
        SecretRule("sourcegraph-token", prefix: "sgp_", .alphanumerics.union("_"), 40...70),
        SecretRule("buildkite-token", prefix: "bkua_", .smallHex, 40...40, entropy: 2.5),
        SecretRule("grafana-service-token", prefix: "glsa_", .alphanumerics.union("_"), 40...48),
        SecretRule("grafana-cloud-token", prefix: "glc_", .base64, 40...400),
        SecretRule("newrelic-user-key", prefix: "NRAK-", .alphanumerics, 27...32),
        SecretRule("dynatrace-token", prefix: "dt0c01.", .alphanumerics.union("."), 80...96),
        SecretRule("postman-key", prefix: "PMAK-", .smallHex.union("-"), 50...64, entropy: 2.5),
        SecretRule("figma-token", prefix: "figd_", .base64URL, 40...60),
        SecretRule("notion-token", prefix: "ntn_", .alphanumerics, 40...60),
        SecretRule("age-secret-key", prefix: "AGE-SECRET-KEY-1", .capitalsAndDigits, 58...58),
    ]

    private static let messages = [
        SecretRule("slack-bot-token", prefix: "xoxb-", .base64URL, 24...100),
        SecretRule("slack-user-token", prefix: "xoxp-", .base64URL, 24...120),
        SecretRule("slack-workspace-token", prefix: "xoxa-", .base64URL, 24...120),
        SecretRule("slack-refresh-token", prefix: "xoxe-", .base64URL, 24...200),
        SecretRule("slack-app-token", prefix: "xapp-", .base64URL, 30...140),
        SecretRule("slack-webhook", prefix: "hooks.slack.com/services/", .alphanumerics.union("/"), 36...70),
        SecretRule("discord-webhook", prefix: "discord.com/api/webhooks/", .base64URL.union("/"), 60...120),
        SecretRule("teams-webhook", prefix: "webhook.office.com/webhookb2/", .base64URL.union("@/"), 60...250),
        SecretRule("sendgrid-key", prefix: "SG.", more: ("0-9A-Za-z_-", 20), .base64URL.union("."), 60...72),
        SecretRule("mailgun-key", prefix: "key-", more: ("0-9a-f", 24), .smallHex, 32...32, entropy: 2.5),
        SecretRule("brevo-key", prefix: "xkeysib-", .base64URL, 64...100),
        SecretRule("twilio-key", prefix: "SK", more: ("0-9a-f", 24), .smallHex, 32...32, entropy: 2.5),
        SecretRule("telegram-bot-token", .telegram, at: "[0-9]:AA[0-9A-Za-z_-]{30}", score: 0.95),
        SecretRule("facebook-token", prefix: "EAACEdEose0cBA", .alphanumerics, 20...300),
        SecretRule("twitter-bearer-token", prefix: "AAAAAAAAAAAAAAAAAAAAA", .alphanumerics.union("%"), 40...120),
    ]

    private static let payment = [
        SecretRule("stripe-secret-key", prefix: "sk_live_", .alphanumerics, 16...120),
        SecretRule("stripe-test-key", prefix: "sk_test_", .alphanumerics, 16...120),
        SecretRule("stripe-restricted-key", prefix: "rk_live_", .alphanumerics, 16...120),
        SecretRule("stripe-webhook-secret", prefix: "whsec_", .base64, 24...64),
        SecretRule("square-token", prefix: "sq0atp-", .base64URL, 22...60),
        SecretRule("square-secret", prefix: "sq0csp-", .base64URL, 40...60),
        SecretRule("shopify-token", prefix: "shpat_", .hex, 32...32, entropy: 2.5),
        SecretRule("shopify-custom-token", prefix: "shpca_", .hex, 32...32, entropy: 2.5),
        SecretRule("shopify-secret", prefix: "shpss_", .hex, 32...32, entropy: 2.5),
        SecretRule("komoju-key", prefix: "sk_live_komoju_", .alphanumerics, 16...60),
        SecretRule("flutterwave-key", prefix: "FLWSECK-", .alphanumerics.union("-"), 32...60),
    ]

    private static let services = [
        SecretRule("airtable-token", prefix: "pat", more: ("0-9A-Za-z", 14), .alphanumerics.union("."), 79...79),
        SecretRule("typeform-token", prefix: "tfp_", .base64URL.union("."), 40...70),
        SecretRule("contentful-token", prefix: "CFPAT-", .base64URL, 40...50),
        SecretRule("readme-key", prefix: "rdme_", .smallAndDigits, 60...80),
        SecretRule("prefect-key", prefix: "pnu_", .smallAndDigits, 36...36),
        SecretRule("mapbox-secret-token", prefix: "sk.eyJ", .base64URL.union("."), 60...200),
        SecretRule("shippo-key", prefix: "shippo_live_", .smallHex, 40...40, entropy: 2.5),
        SecretRule("easypost-key", prefix: "EZAK", .alphanumerics, 54...54),
        SecretRule("terraform-cloud-token", .around(".atlasv1."), at: "\\.atlasv1\\.", score: 0.95),
        SecretRule("openai-legacy-key", .around("T3BlbkFJ"), at: "T3BlbkFJ", score: 0.95),
        SecretRule("azure-client-secret", .around("8Q~"), at: "[0-9A-Za-z_.~-]8Q~[0-9A-Za-z_.~-]{30}", score: 0.92),
    ]

    /// Keys that only the words in front of them tell.
    private static let assigned = [
        SecretRule(
            "aws-secret-key",
            behind: "(?:secret_?access_?key|aws_?secret(?:_?key)?|aws_secret_access_key|シークレットアクセスキー)",
            .base64,
            40...40,
            entropy: 3.5
        ),
        SecretRule("aws-session-token", behind: "aws_?session_?token", .base64, 100...1_200, entropy: 3.5),
        SecretRule("azure-storage-key", behind: "AccountKey", .base64, 86...90, entropy: 3.5),
        SecretRule("azure-shared-access-key", behind: "SharedAccessKey", .base64, 43...46, entropy: 3.5),
        SecretRule("azure-signature", behind: "[?&]sig", .base64.union("%"), 40...80, entropy: 3.5),
        SecretRule(
            "azure-service-key",
            behind: "(?:azure[_a-z]{0,20}_?key|ocp-apim-subscription-key)",
            .alphanumerics,
            32...90
        ),
        SecretRule("alibaba-secret-key", behind: "(?:aliyun|alibaba|oss)[_a-z]{0,24}secret", .alphanumerics, 30...30),
        SecretRule("gcp-private-key-id", behind: "private_key_id", .smallHex, 40...40, entropy: 2.5),
        SecretRule("yandex-secret-key", behind: "yandex[_a-z]{0,24}(?:secret|key)", .base64URL, 38...42),
        SecretRule(
            "line-channel-token",
            behind: "(?:line[_a-z]{0,24}access_?token|channel_?access_?token|チャネルアクセストークン)",
            .base64,
            60...200,
            entropy: 3.5
        ),
        SecretRule(
            "line-channel-secret",
            behind: "(?:line[_a-z]{0,24}secret|channel_?secret|チャネルシークレット)",
            .smallHex,
            32...32,
            entropy: 2.5
        ),
        SecretRule("twilio-auth-token", behind: "twilio[_a-z ]{0,24}token", .smallHex, 32...32, entropy: 2.5),
        SecretRule("datadog-key", behind: "(?:datadog|dd)[_a-z]{0,16}_key", .smallHex, 32...40, entropy: 2.5),
        SecretRule("cloudflare-key", behind: "(?:cloudflare|cf)_[_a-z]{0,16}(?:key|token)", .base64URL, 37...45),
        SecretRule("heroku-api-key", behind: "heroku[_a-z]{0,16}key", .smallHex.union("-"), 36...36, entropy: 2.5),
        SecretRule(
            "mailchimp-key",
            behind: "mailchimp[_a-z]{0,16}key",
            .alphanumerics.union("-"),
            35...38,
            entropy: 2.5
        ),
        SecretRule("mistral-key", behind: "mistral[_a-z]{0,16}key", .alphanumerics, 32...32),
        SecretRule("cohere-key", behind: "(?:cohere|co)_[_a-z]{0,16}key", .alphanumerics, 40...40),
        SecretRule("together-key", behind: "together[_a-z]{0,16}key", .smallHex, 64...64, entropy: 2.5),
        SecretRule("deepl-key", behind: "deepl[_a-z]{0,16}key", .smallHex.union("-:x"), 36...39, entropy: 2.5),
        SecretRule("okta-token", behind: "okta[_a-z]{0,16}token", .base64URL, 40...44),
        SecretRule("backlog-key", behind: "backlog[_a-z]{0,16}key", .alphanumerics, 64...64),
        SecretRule("kintone-token", behind: "(?:kintone[_a-z]{0,16}token|x-cybozu-api-token)", .alphanumerics, 40...40),
        SecretRule(
            "chatwork-token",
            behind: "(?:chatwork[_a-z]{0,16}token|x-chatworktoken)",
            .smallHex,
            32...32,
            entropy: 2.5
        ),
        SecretRule("sakura-secret", behind: "sakura[_a-z]{0,24}secret", .alphanumerics, 64...64),
    ]

    private static let shapes = [
        SecretRule("private-key", .privateKey, at: "-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY", score: 0.98),
        SecretRule("putty-private-key", .puttyKey, at: "PuTTY-User-Key-File-[23]:", score: 0.9),
        SecretRule("json-web-token", .jsonWebToken, at: "eyJ[0-9A-Za-z_-]{10}", score: 0.92),
        SecretRule("url-password", .urlPassword, at: "://", score: 0.9),
        SecretRule("bearer-token", .bearer, at: "bearer ", isCaseInsensitive: true, score: 0.85),
        SecretRule(
            "basic-authorization",
            .basic,
            at: "authorization[\"']?[:=] ?[\"']?basic ",
            isCaseInsensitive: true,
            score: 0.9
        ),
        SecretRule(
            "password",
            .password,
            at:
                "(?:password|passwd|passphrase|passcode|[^a-z]pwd|^pwd|[^a-z]pass|^pass|パスワード|パスフレーズ|ぱすわーど|[^a-z]pw|^pw)",
            isCaseInsensitive: true,
            score: 0.78
        ),
        SecretRule(
            "generic-key",
            .genericKey,
            at: "(?:api[_ -]?key|apikey|secret|token|access[_ -]?key|auth[_ -]?key|private[_ -]?key|credential|"
                + "apiキー|アクセスキー|シークレットキー|シークレット|秘密鍵|トークン|認証キー)",
            isCaseInsensitive: true,
            score: 0.75
        ),
        SecretRule("pin-code", .pin, at: "(?:暗証番号|暗証コード|PINコード|PIN番号)", isCaseInsensitive: true, score: 0.6),
    ]
}
