import Guardrails
import Testing

@Suite struct SecretDetectorTests {
    /// Compiling the patterns takes longer than any test.
    private static let shared = Result { try Scanner([SecretDetector()]) }
    private let scanner: Scanner

    init() throws {
        scanner = try Self.shared.get()
    }

    private func found(_ text: String) throws -> [(secret: String, rule: String)] {
        let bytes = Array(text.utf8)
        return try scanner.scan(bytes, context: ScanContext(), using: scanner.makeScratch())
            .filter { $0.score >= 0.5 }
            .map { (String(decoding: bytes[$0.range], as: UTF8.self), $0.rule) }
    }

    @Test(arguments: SecretSpecimen.all)
    func `a secret is found in a sentence, in JSON and at the end of a text`(_ specimen: SecretSpecimen) throws {
        let host = specimen.rule.hasSuffix("url") || specimen.rule == "connection-string" ? "@db.example.com/x" : ""
        let text = specimen.before + specimen.secret + host
        let frames = ["設定は次の通り\n\(text)", "\(text)\nです", "こちらです \(text) をご確認ください"]
        for frame in frames {
            let found = try found(frame)
            #expect(found.map(\.secret) == [specimen.secret], "\(frame.count) characters")
            #expect(found.map(\.rule) == [specimen.rule])
        }
    }

    @Test func `every rule has a specimen, and there are at least 60`() {
        let specimens = Set(SecretSpecimen.all.map(\.rule))
        // The rule of passwords in URLs names what it finds after the scheme.
        let rules = Set(SecretDetector.ruleNames).subtracting(["url-password"])
        #expect(rules.subtracting(specimens) == [])
        #expect(rules.count >= 60)
        #expect(SecretDetector.ruleNames.count == Set(SecretDetector.ruleNames).count)
    }

    @Test(arguments: [
        "AKIA" + "IOSFODNN7EXAMPLE", "aws_secret_access_key = wJalrXUtnFEMI/K7MDENG/bPxRfiCY" + "EXAMPLEKEY",
        "OPENAI_API_KEY=sk-xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", "api_key = \"<your-api-key>\"", "api_key: ${API_KEY}",
        "token = {{ secrets.GITHUB_TOKEN }}", "password: ********", "password = os.environ[\"DB_PASSWORD\"]",
        "password=process.env.DB_PASSWORD1", "const password = getPassword1();", "passwordは8文字以上", "パスワードをお忘れの方はこちら",
        "パスワードは8文字以上の英数字で設定してください", "パスワード：password_policy", "password: string", "password: required",
        "secret: keep it secret", "max_tokens: 4096", "token_count=12345678", "tokens per second: 1234567890123456",
        "トークンは4096まで",
        "postgres://user:${PASSWORD}@db/app", "https://user:<password>@example.com", "https://example.com:8080/@user",
        "-----BEGIN PUBLIC KEY-----\nMIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEA0Z3VS5JJcds3xfn\n-----END PUBLIC KEY-----",
        "-----BEGIN RSA PRIVATE KEY-----\n...\n-----END RSA PRIVATE KEY-----", "Bearer <token>",
        "Authorization: Bearer $TOKEN",
        "the bearer of this letter", "sk-learn is a library", "task-1234567890", "sk-your-key-here-1234567890abcd",
        "ghp_short",
        "npm_config_registry", "key-value", "SG.example", "hf_hub_download", "secret_key_base", "eyJhbGciOiJIUzI1NiJ9",
        "d41d8cd98f00b204e9800998ecf8427e", "550e8400-e29b-41d4-a716-446655440000", "暗証番号は4桁です", "暗証番号を忘れました",
        "secrets-manager-2024-01-15.json", "リフレッシュトークンの有効期限は1234567890秒", "the password is required for 2FA logins",
        "API_KEY=your_api_key_1234567890", "token: /var/run/secrets/token1",
        "password_reset_url: https://example.com/reset1", "後輩がパスワードをBase64にして渡した", "パスワードをSHA-256で保存する",
        "パスワードは1Passwordで管理", "パスワードがUTF-8ではない", "password: argon2",
    ])
    func `placeholders, code and words pass`(_ text: String) throws {
        let found = try found(text)
        #expect(found.isEmpty, "\(found)")
    }

    @Test(arguments: ["sha256kQ9", "base64-Zt7m", "windows-Pq83"])
    func `a password that only begins like the name of a method is one`(_ password: String) throws {
        #expect(try found("パスワードを\(password)に変更しました").map(\.secret) == [password])
    }

    @Test func `a token that goes on is another`() throws {
        for specimen in SecretSpecimen.all where specimen.rule == "npm-token" || specimen.rule == "aws-access-key" {
            #expect(try found(specimen.secret + "Q7").isEmpty)
            #expect(try found("x" + specimen.secret).isEmpty)
        }
    }

    @Test func `bytes that are no text are survived`() throws {
        let pieces = [
            "sk-", "eyJ", "-----BEGIN ", "PRIVATE KEY", "://", ":", "@", "password", "=", "\"", "8Q~", "T3BlbkFJ",
            ":AA", "\n", "token",
        ]
        let scratch = try scanner.makeScratch()
        for _ in 0..<2_000 {
            var bytes: [UInt8] = []
            for _ in 0..<Int.random(in: 0...12) {
                bytes += Array((pieces.randomElement() ?? "").utf8)
                bytes += (0..<Int.random(in: 0...40)).map { _ in UInt8.random(in: 0...255) }
                bytes += Array(repeating: UInt8.random(in: 48...122), count: Int.random(in: 0...40))
            }
            let found = try scanner.scan(bytes, context: ScanContext(), using: scratch)
            #expect(found.allSatisfy { $0.range.lowerBound >= 0 && $0.range.upperBound <= bytes.count })
        }
    }
}
