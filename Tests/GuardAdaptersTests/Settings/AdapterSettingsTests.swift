import GuardAdapters
import Guardrails
import Testing

@Suite("Settings of adapters")
struct AdapterSettingsTests {
    private func error(
        _ name: String,
        _ options: [String: String] = [:],
        model: String? = nil,
        credential: AdapterCredential = .none,
        url: String = "http://127.0.0.1:9",
        headers: [AdapterRequest.Field] = []
    ) -> AdapterSettingError? {
        let settings = AdapterSettings(
            url: url,
            model: model,
            credential: credential,
            headers: headers,
            options: options
        )
        guard let type = AdapterType(rawValue: name) else { return AdapterSettingError("type", "is none") }
        do throws(AdapterSettingError) {
            _ = try GuardAdapters.make(type, settings)
            return nil
        } catch {
            return error
        }
    }

    @Test("what is unknown, missing or wrong is named, with what to write instead")
    func messages() {
        let cases: [(AdapterSettingError?, String)] = [
            (
                error("presidio", ["langauge": "ja"]),
                "options.langauge: is not known; there are batch, entities, language"
            ),
            (error("presidio", ["batch": "yes"]), "options.batch: must be one of true, false"),
            (error("presidio", ["language": "ja/../x"]), "options.language: may have ASCII letters"),
            (error("presidio", ["score_threshold": "2"]), "options.score_threshold: must be a number from 0 to 1"),
            (error("presidio", ["score_threshold": "nan"]), "options.score_threshold: must be a number from 0 to 1"),
            (error("presidio", ["entities": "A,,B"]), "options.entities: must be names with commas"),
            (error("presidio", ["entities": ""]), "options.entities: must be a text of 1 to 4096"),
            (error("presidio", ["entities": "A\nB"]), "options.entities: must be a text of 1 to 4096"),
            (error("presidio", model: "m"), "model: presidio takes none"),
            (error("azure-content-safety", ["severity": "8"]), "options.severity: must be an integer from 1 to 7"),
            (error("azure-content-safety", ["categories": "Hate, Spam"]), "options.categories: Spam is not known"),
            (error("azure-content-safety", ["api_version": "2024&x=1"]), "options.api_version: may have"),
            (error("bedrock"), "options.guardrail: is missing"),
            (error("bedrock", ["guardrail": "gr1"]), "token: is missing"),
            (error("bedrock", ["guardrail": "gr1", "version": "0"]), "options.version: must be DRAFT or a number"),
            (error("bedrock", ["guardrail": "gr 1"]), "options.guardrail: may have"),
            (
                error(
                    "bedrock",
                    ["guardrail": "g"],
                    credential: .aws(accessKeyID: "a", secretAccessKey: "b", sessionToken: nil)
                ), "options.region: is missing"
            ),
            (
                error("lakera", credential: .aws(accessKeyID: "a", secretAccessKey: "b", sessionToken: nil)),
                "token: an access key"
            ),
            (error("model-armor"), "options.template: is missing"),
            (error("model-armor", ["template": "projects/p/templates/t"]), "options.template: must be projects/P"),
            (error("model-armor", ["template": "projects/p/locations/../templates/t"]), "options.template: must be"),
            (error("llamaguard"), "model: is missing"),
            (error("llamaguard", ["categories": "S15"], model: "m"), "options.categories: S15 is not known"),
            (error("nemo"), "options.config: is missing"),
            (error("guardrails-ai"), "options.guard: is missing"),
            (error("guardrails-ai", ["guard": "a/b"]), "options.guard: may have"),
            (error("guardrails-ai", ["guard": ".."]), "options.guard: may have"),
            (error("generic", ["path": "x"]), "options.path: must begin with /"),
            (error("generic", ["auth": "basic"]), "options.auth: must be one of bearer, x-api-key"),
            (error("webhook", ["a": "b"]), "options.a: is not known; there are none"),
            (error("webhook", credential: .token("a\r\nx: y")), "token: a value must be"),
            (error("webhook", credential: .token("")), "token: a value must be"),
            (error("webhook", headers: [.init("Host", "x")]), "headers: host is set by the gateway itself"),
            (error("webhook", headers: [.init("a b", "x")]), "headers: a name is no name"),
            (error("webhook", headers: [.init("", "x")]), "headers: a name is no name"),
            (error("webhook", headers: [.init("a", "x\n")]), "headers: a value must be"),
            (error("webhook", headers: [.init("A", "x"), .init("a", "y")]), "headers: a stands twice"),
        ]
        for (error, expected) in cases {
            #expect(error?.description.hasPrefix(expected) == true, "\(String(describing: error)) / \(expected)")
        }
    }

    @Test(
        "addresses are taken as they are meant",
        arguments: [
            ("https://API.example.com/v1/", "https://api.example.com/v1"), ("http://h:8080", "http://h:8080"),
            ("https://[::1]:9/a", "https://[::1]:9/a"), ("HTTP://h//", nil), ("ftp://h", nil), ("h/a", nil),
            ("http://", nil),
            ("http:///a", nil), ("http://u:p@h", nil), ("http://h?a=b", nil), ("http://h#a", nil), ("http://h:0", nil),
            ("http://h:65536", nil), ("http://h:x", nil), ("http://h:", nil), ("http://[::1", nil),
            ("http://h/../a", nil),
            ("http://h/a b", nil), ("http://h\r\nx", nil), ("http://日本.jp", nil), ("", nil),
        ] as [(String, String?)]
    )
    func addresses(text: String, expected: String?) {
        let made = try? adapter(.webhook, url: text)
        #expect(made?.baseURL == (text == "HTTP://h//" ? "http://h" : expected))
        if made == nil { #expect(error("webhook", url: text)?.setting == "url") }
    }

    @Test("fields that are set go with every request, and credentials do not print themselves")
    func fields() throws {
        let secret = AdapterCredential.token("very-secret")
        let made = try adapter(.lakera, credential: secret, headers: [.init("X-Tenant", "a")])
        let request = try #require(try made.requests(for: question("a")).first)
        #expect(
            request.fields.map { "\($0.name): \($0.value)" } == [
                "content-type: application/json", "authorization: Bearer very-secret", "x-tenant: a",
            ]
        )
        let key = AdapterCredential.aws(accessKeyID: "a", secretAccessKey: "very-secret", sessionToken: "very-secret")
        for credential in [secret, key] {
            var dumped = ""
            dump(credential, to: &dumped)
            for text in [dumped, "\(credential)", String(reflecting: credential)] { #expect(!text.contains("very")) }
        }
    }

    @Test("only prompts are shielded, and what has a provider can take it")
    func types() {
        #expect(AdapterType.azurePromptShields.stages == [.input])
        #expect(AdapterType.allCases.filter { $0.stages.count == 2 }.count == AdapterType.allCases.count - 1)
        #expect(
            AdapterType.allCases.filter(\.takesProvider).map(\.rawValue) == [
                "openai-moderation", "azure-content-safety", "azure-prompt-shields", "azure-pii", "bedrock",
                "llamaguard",
            ]
        )
    }
}
