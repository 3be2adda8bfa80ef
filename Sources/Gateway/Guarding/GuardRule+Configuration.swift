public import Guardrails
public import Settings

extension GuardRule {
    /// A guardrail of a document, ready to look.
    /// - Throws: ``Guardrails/PatternError`` where an expression does not compile.
    public init(_ guardrail: GuardrailConfiguration) throws {
        self.init(
            try Kind(guardrail.kind),
            guardrail.policy,
            failsOpen: guardrail.failsOpen,
            timeout: guardrail.timeout,
            remembers: guardrail.remembers
        )
    }
}

extension GuardRule.Kind {
    fileprivate init(_ kind: GuardrailKind) throws {
        switch kind {
        case .pii: self = .personalData
        case .secrets: self = .secrets
        case .injection: self = .injection
        case .words(let list): self = .words(try WordFilter(lists: [list]))
        case .patterns(let patterns): self = .words(try WordFilter(customs: patterns))
        case .language(let languages, let isSame):
            self = .language(LanguageCheck(isSame ? .sameAsQuestion : .oneOf(Set(languages))))
        case .output(.promptLeak(let share, let canaries)):
            self = .output(.promptLeak(PromptLeakCheck(share: share)), canaries: canaries)
        case .output(let check): self = .output(try OutputCheck(check), canaries: [])
        case .adapter: self = .external
        }
    }
}

extension OutputCheck {
    fileprivate init(_ check: OutputCheckConfiguration) throws {
        switch check {
        case .jsonSchema(let answer): self = .jsonSchema(answer.schema)
        case .content(let require, let forbid): self = .content(try ContentCheck(require: require, forbid: forbid))
        case .length(let least, let most): self = .length(LengthCheck(least: least, most: most))
        case .urls(let allow, let links): self = .urls(URLCheck(allow: allow, checksLinks: links))
        case .code(let kinds):
            self = .code(CodeCheck(kinds: Set(kinds.compactMap { CodeCheck.Kind(rawValue: $0.rawValue) })))
        case .markup(let kinds):
            self = .markup(MarkupCheck(kinds: Set(kinds.compactMap { MarkupCheck.Kind(rawValue: $0.rawValue) })))
        case .promptLeak(let share, _): self = .promptLeak(PromptLeakCheck(share: share))
        }
    }
}
