import Testing

/// A secret of a rule, made when a test runs, so that none stands in the project.
struct SecretSpecimen: Sendable, CustomTestStringConvertible {
    let rule: String
    /// What stands in front of the secret.
    var before = ""
    let secret: String
    var testDescription: String { rule }

    private static let digits = "0123456789"
    private static let hex = digits + "abcdef"
    private static let small = "abcdefghijklmnopqrstuvwxyz"
    private static let word = digits + small + small.uppercased()
    private static let url = word + "-_"
    private static let base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"

    /// Letters that do not change from run to run, so that a failure comes again.
    private static func letters(_ alphabet: String, _ count: Int, seed: Int) -> String {
        let alphabet = Array(alphabet)
        var state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 | 1
        var text = ""
        for _ in 0..<count {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            text.append(alphabet[Int(state % UInt64(alphabet.count))])
        }
        return text
    }

    private static func token(
        _ rule: String,
        _ prefix: String,
        _ alphabet: String,
        _ count: Int,
        _ suffix: String = ""
    )
        -> SecretSpecimen
    {
        SecretSpecimen(
            rule: rule,
            secret: prefix + letters(alphabet, count, seed: rule.utf8.reduce(7) { $0 &* 31 &+ Int($1) }) + suffix
        )
    }

    private static func assigned(
        _ rule: String,
        _ before: String,
        _ alphabet: String,
        _ count: Int,
        _ suffix: String = ""
    )
        -> SecretSpecimen
    {
        var specimen = token(rule, "", alphabet, count, suffix)
        specimen.before = before
        return specimen
    }

    static let all =
        tokens + assignments + [
            // The parts of a telegram bot's token, of a JSON Web Token, of keys in files.
            SecretSpecimen(
                rule: "telegram-bot-token",
                secret: letters("123456789", 10, seed: 3) + ":AA" + letters(url, 32, seed: 4) + "z"
            ),
            SecretSpecimen(
                rule: "json-web-token",
                secret: "eyJ" + letters(word, 33, seed: 5) + ".eyJ" + letters(word, 60, seed: 6) + "."
                    + letters(url, 42, seed: 7) + "k"
            ),
            SecretSpecimen(
                rule: "private-key",
                secret: "-----BEGIN RSA PRIVATE" + " KEY-----\n" + letters(word, 64, seed: 8) + "\n"
                    + letters(word, 64, seed: 9)
                    + "\n-----END RSA PRIVATE" + " KEY-----"
            ),
            SecretSpecimen(
                rule: "putty-private-key",
                secret: "PuTTY-User-Key-File-2: ssh-rsa\nPrivate-Lines: 1\n" + letters(word, 64, seed: 10)
            ),
            SecretSpecimen(
                rule: "terraform-cloud-token",
                secret: letters(word, 14, seed: 11) + ".atlasv1." + letters(word, 60, seed: 12)
            ),
            SecretSpecimen(
                rule: "openai-legacy-key",
                secret: "sk-" + letters(word, 20, seed: 13) + "T3Blbk" + "FJ" + letters(word, 20, seed: 14)
            ),
            SecretSpecimen(
                rule: "azure-client-secret",
                secret: letters(word, 3, seed: 15) + "8Q~" + letters(word, 34, seed: 16)
            ),
            SecretSpecimen(rule: "basic-auth-url", before: "https://admin:", secret: letters(word, 14, seed: 17)),
            SecretSpecimen(
                rule: "connection-string",
                before: "postgres://",
                secret: "app:" + letters(word, 14, seed: 18)
            ),
            SecretSpecimen(
                rule: "bearer-token",
                before: "Authorization: Bearer ",
                secret: letters(word, 40, seed: 19) + "7"
            ),
            SecretSpecimen(
                rule: "basic-authorization",
                before: "Authorization: Basic ",
                secret: letters(word, 24, seed: 20)
            ),
            SecretSpecimen(rule: "password", before: "パスワードは", secret: "Kx7" + letters(word, 9, seed: 21)),
            SecretSpecimen(rule: "generic-key", before: "api_key = ", secret: letters(word, 32, seed: 22) + "5"),
            SecretSpecimen(rule: "pin-code", before: "暗証番号：", secret: letters("2580", 4, seed: 23)),
        ]

    private static let tokens: [SecretSpecimen] = [
        token("kanmon-virtual-key", "sk-km-", word, 43), token("anthropic-key", "sk-ant-" + "api03-", word, 93),
        token("openai-project-key", "sk-proj-", word, 120), token("openai-service-key", "sk-svcacct-", word, 120),
        token("openai-admin-key", "sk-admin-", word, 120), token("openrouter-key", "sk-or-" + "v1-", hex, 64),
        token("langsmith-key", "lsv2_" + "pt_", hex, 40), token("langfuse-key", "sk-lf-", hex, 36),
        token("sk-key", "sk-", word, 48),
        token("huggingface-token", "hf_", word, 34), token("huggingface-organization", "api_" + "org_", word, 34),
        token("replicate-token", "r8_", word, 37), token("groq-key", "gsk_", word, 52),
        token("perplexity-key", "pplx-", word, 48),
        token("xai-key", "xai-", word, 80), token("fireworks-key", "fw_", word, 24),
        token("nvidia-key", "nvapi-", word, 64),
        token("elevenlabs-key", "sk_", hex, 48), token("aws-access-key", "AKIA", base32, 16),
        token("aws-temporary-key", "ASIA", base32, 16), token("aws-bedrock-key", "ABSK", word, 128),
        token("gcp-api-key", "AIza", word, 35), token("gcp-access-token", "ya29.", word, 120),
        token("gcp-client-secret", "GOCSPX-", word, 28), token("alibaba-access-key", "LTAI", word, 20),
        token("tencent-secret-id", "AKID", word, 32), token("yandex-api-key", "AQVN", word, 36),
        token("yandex-oauth-token", "y0_", word, 55), token("digitalocean-token", "dop_v1_", hex, 64),
        token("digitalocean-oauth", "doo_v1_", hex, 64), token("databricks-token", "dapi", hex, 32),
        token("cloudflare-origin-key", "v1.0-", hex, 146), token("heroku-key", "HRKU-", word, 60),
        token("fly-token", "fo1_", word, 43),
        token("vault-service-token", "hvs.", word, 90), token("vault-batch-token", "hvb.", word, 140),
        token("pulumi-token", "pul-", hex, 40), token("doppler-token", "dp.pt.", word, 43),
        token("tailscale-key", "tskey-", word, 40),
        token("planetscale-password", "pscale_pw_", word, 43), token("planetscale-token", "pscale_tkn_", word, 43),
        token("supabase-token", "sbp_", hex, 40), token("netlify-token", "nfp_", word, 40),
        token("onepassword-token", "ops_" + "eyJ", word, 400), token("github-personal-token", "ghp_", word, 36),
        token("github-oauth-token", "gho_", word, 36), token("github-user-token", "ghu_", word, 36),
        token("github-server-token", "ghs_", word, 36), token("github-refresh-token", "ghr_", word, 76),
        token("github-fine-grained-token", "github_pat_", word, 82), token("gitlab-personal-token", "glpat-", word, 20),
        token("gitlab-deploy-token", "gldt-", word, 20), token("gitlab-runner-token", "glrt-", word, 20),
        token("gitlab-trigger-token", "glptt-", hex, 40), token("gitlab-agent-token", "glagent-", word, 50),
        token("npm-token", "npm_", word, 36), token("pypi-token", "pypi-AgE" + "IcHlwaS5vcmc", word, 80),
        token("rubygems-key", "rubygems_", hex, 48), token("crates-token", "cio", word, 32),
        token("docker-token", "dckr_pat_", word, 27),
        token("atlassian-token", "ATATT3" + "xFfGF0", word, 170), token("bitbucket-password", "ATBB", word, 32),
        token("artifactory-key", "AKCp", word, 69), token("linear-key", "lin_api_", word, 40),
        token("sentry-token", "sntrys_", word, 120), token("sentry-user-token", "sntryu_", hex, 64),
        token("sourcegraph-token", "sgp_", hex, 40), token("buildkite-token", "bkua_", hex, 40),
        token("grafana-service-token", "glsa_", word, 41), token("grafana-cloud-token", "glc_", word, 80),
        token("newrelic-user-key", "NRAK-", base32, 27), token("dynatrace-token", "dt0c01.", word, 89),
        token("postman-key", "PMAK-", hex, 59), token("figma-token", "figd_", word, 40),
        token("notion-token", "ntn_", word, 46),
        token("age-secret-key", "AGE-SECRET-KEY-1", base32, 58),
        token("slack-bot-token", "xoxb-", digits, 12, "-" + letters(word, 24, seed: 31)),
        token("slack-user-token", "xoxp-", digits, 12, "-" + letters(hex, 32, seed: 32)),
        token("slack-workspace-token", "xoxa-", word, 40), token("slack-refresh-token", "xoxe-", word, 100),
        token("slack-app-token", "xapp-", word, 80),
        token(
            "slack-webhook",
            "hooks.slack.com/" + "services/",
            base32,
            9,
            "/B" + letters(word, 10, seed: 33) + "/" + letters(word, 24, seed: 34)
        ),
        token("discord-webhook", "discord.com/" + "api/webhooks/", digits, 18, "/" + letters(word, 68, seed: 35)),
        token("teams-webhook", "webhook.office.com/" + "webhookb2/", hex, 36, "@" + letters(hex, 36, seed: 36)),
        token("sendgrid-key", "SG.", word, 22, "." + letters(word, 43, seed: 37)),
        token("mailgun-key", "key-", hex, 32),
        token("brevo-key", "xkeysib-", hex, 64), token("twilio-key", "SK", hex, 32),
        token("facebook-token", "EAACEd" + "Eose0cBA", word, 90),
        token("twitter-bearer-token", "AAAAAAAAAAAAAAAAAAAAA", word, 80),
        token("stripe-secret-key", "sk_" + "live_", word, 99),
        token("stripe-test-key", "sk_" + "test_", word, 99), token("stripe-restricted-key", "rk_" + "live_", word, 99),
        token("stripe-webhook-secret", "whsec_", word, 32), token("square-token", "sq0atp-", word, 22),
        token("square-secret", "sq0csp-", word, 43), token("shopify-token", "shpat_", hex, 32),
        token("shopify-custom-token", "shpca_", hex, 32), token("shopify-secret", "shpss_", hex, 32),
        token("komoju-key", "sk_live_" + "komoju_", word, 24), token("flutterwave-key", "FLWSECK-", hex, 40),
        token("airtable-token", "pat", word, 14, "." + letters(hex, 64, seed: 38)),
        token("typeform-token", "tfp_", word, 59),
        token("contentful-token", "CFPAT-", word, 43), token("readme-key", "rdme_", small, 70),
        token("prefect-key", "pnu_", small, 36),
        token("mapbox-secret-token", "sk." + "eyJ", word, 80), token("shippo-key", "shippo_live_", hex, 40),
        token("easypost-key", "EZAK", word, 54),
    ]

    private static let assignments: [SecretSpecimen] = [
        assigned("aws-secret-key", "aws_secret_access_key = ", word, 40),
        assigned("aws-session-token", "AWS_SESSION_TOKEN=", word, 200),
        assigned("azure-storage-key", "AccountName=a;AccountKey=", word, 86, "=="),
        assigned("azure-shared-access-key", "SharedAccessKeyName=x;SharedAccessKey=", word, 43, "="),
        assigned("azure-signature", "https://a.example.net/c?sp=r&sig=", word, 43, "%3D"),
        assigned("azure-service-key", "AZURE_OPENAI_API_KEY=", word, 84),
        assigned("alibaba-secret-key", "ALIYUN_ACCESS_KEY_SECRET=", word, 30),
        assigned("gcp-private-key-id", "\"private_key_id\": \"", hex, 40),
        assigned("yandex-secret-key", "yandex_secret_key: ", word, 40),
        assigned("line-channel-token", "LINE_CHANNEL_ACCESS_TOKEN=", word, 172),
        assigned("line-channel-secret", "LINE_CHANNEL_SECRET=", hex, 32),
        assigned("twilio-auth-token", "TWILIO_AUTH_TOKEN=", hex, 32),
        assigned("datadog-key", "DATADOG_API_KEY=", hex, 32),
        assigned("cloudflare-key", "CLOUDFLARE_API_TOKEN=", word, 40),
        assigned("heroku-api-key", "HEROKU_API_KEY=", hex, 8, "-" + letters(hex, 27, seed: 41)),
        assigned("mailchimp-key", "MAILCHIMP_API_KEY=", hex, 32, "-us12"),
        assigned("mistral-key", "MISTRAL_API_KEY=", word, 32),
        assigned("cohere-key", "COHERE_API_KEY=", word, 40), assigned("together-key", "TOGETHER_API_KEY=", hex, 64),
        assigned("deepl-key", "DEEPL_AUTH_KEY=", hex, 36, ":fx"), assigned("okta-token", "okta_api_token: ", word, 42),
        assigned("backlog-key", "BACKLOG_API_KEY=", word, 64),
        assigned("kintone-token", "X-Cybozu-API-Token: ", word, 40),
        assigned("chatwork-token", "X-ChatWorkToken: ", hex, 32),
        assigned("sakura-secret", "SAKURACLOUD_ACCESS_TOKEN_SECRET=", word, 64),
    ]
}
