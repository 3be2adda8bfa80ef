import Governance
import Guardrails
import JSONText
import Settings

/// A guardrail of the configuration as JSON, in the document's own names.
enum GuardrailText {
    static func json(_ guardrail: GuardrailConfiguration) -> JSONValue {
        var object = summary(guardrail)
        append(guardrail.kind, to: &object)
        return .object(object)
    }

    /// What it looks for and what it does, without what exactly it looks for and who is asked about it.
    static func summary(_ guardrail: GuardrailConfiguration) -> JSONObject {
        let policy = guardrail.policy
        var object: JSONObject = [
            "name": .string(guardrail.name), "type": .string(guardrail.kind.word),
            "on": .array(GuardStage.allCases.filter(policy.stages.contains).map { .string($0.rawValue) }),
            "default": .bool(guardrail.isDefault), "mode": .string(policy.mode.rawValue),
        ]
        if let preset = policy.preset { object.append("preset", .string(preset.rawValue)) }
        if let action = policy.standard { object.append("action", .string(word(action))) }
        if !policy.actions.isEmpty {
            object.append("actions", actions(policy.actions.map { ($0.key.rawValue, $0.value) }))
        }
        if !policy.rules.isEmpty { object.append("rules", actions(policy.rules.map { ($0.key, $0.value) })) }
        object.append("threshold", .init(floatLiteral: policy.threshold))
        if policy.stages.contains(.output) { object.append("streaming", .string(guardrail.streaming.rawValue)) }
        if let timeout = guardrail.timeout { object.append("timeout", ConfigurationText.duration(timeout)) }
        object.append("on_error", .string(guardrail.failsOpen ? "open" : "closed"))
        if !guardrail.remembers { object.append("remember", false) }
        return object
    }

    private static func append(_ kind: GuardrailKind, to object: inout JSONObject) {
        switch kind {
        case .pii, .secrets, .injection: break
        case .words(let list):
            object.append("words", strings(list.words))
            if !list.allowed.isEmpty { object.append("allow", strings(list.allowed)) }
            object.append("label", .string(list.type.rawValue))
        case .patterns(let patterns):
            object.append(
                "patterns",
                .array(
                    patterns.map {
                        [
                            "name": .string($0.name), "pattern": .string($0.expression),
                            "ignore_case": .bool($0.isCaseInsensitive),
                        ]
                    }
                )
            )
        case .language(let languages, let isSame):
            if isSame { object.append("same_as_input", true) }
            if !languages.isEmpty { object.append("languages", strings(languages.map(\.rawValue))) }
        case .output(let check): append(check, to: &object)
        case .adapter(let adapter): append(adapter, to: &object)
        }
    }

    private static func append(_ check: OutputCheckConfiguration, to object: inout JSONObject) {
        switch check {
        case .jsonSchema(let schema): object.append("schema", .string(schema.text))
        case .content(let require, let forbid):
            if !require.isEmpty { object.append("require", strings(require)) }
            if !forbid.isEmpty { object.append("forbid", strings(forbid)) }
        case .length(let least, let most):
            if let least { object.append("least", JSONValue(least)) }
            if let most { object.append("most", JSONValue(most)) }
        case .urls(let hosts, let links):
            object.append("allow", strings(hosts))
            object.append("links", .bool(links))
        case .code(let kinds): object.append("kinds", strings(kinds.map(\.rawValue).sorted()))
        case .markup(let kinds): object.append("kinds", strings(kinds.map(\.rawValue).sorted()))
        case .promptLeak(let share, let canaries):
            object.append("share", .init(floatLiteral: share))
            // Whoever knows them knows what to leave out.
            if !canaries.isEmpty { object.append("canaries", .array(canaries.map { _ in ConfigurationText.mask })) }
        }
    }

    private static func append(_ adapter: GuardAdapterConfiguration, to object: inout JSONObject) {
        switch adapter.endpoint {
        case .provider(let name): object.append("provider", .string(name))
        case .url(let url, let token):
            object.append("url", .string(url.description))
            if token != nil { object.append("token", ConfigurationText.mask) }
        }
        if !adapter.headers.isEmpty {
            object.append(
                "headers",
                .object(JSONObject(adapter.headers.map { .init($0.name, ConfigurationText.mask) }))
            )
        }
        if let model = adapter.model { object.append("model", .string(model)) }
        if !adapter.options.isEmpty {
            // What an option holds is the service's matter, and may be a credential.
            let names = adapter.options.keys.sorted()
            object.append("options", .object(JSONObject(names.map { .init($0, ConfigurationText.mask) })))
        }
        object.append("parallel", .bool(adapter.isParallel))
        object.append("cache", ConfigurationText.duration(adapter.cacheLifetime))
    }

    private static func actions(_ actions: [(name: String, action: GuardAction)]) -> JSONValue {
        let sorted = actions.sorted { $0.name < $1.name }
        return .object(JSONObject(sorted.map { .init($0.name, .string(word($0.action))) }))
    }

    /// The action as the document writes it.
    private static func word(_ action: GuardAction) -> String {
        switch action {
        case .route(let model): "route:\(model)"
        case .mask(.typeName): "mask-type"
        case .mask(.last(let count)): "mask-last-\(count)"
        default: action.word
        }
    }

    private static func strings(_ texts: [String]) -> JSONValue { .array(texts.map { .string($0) }) }
}
