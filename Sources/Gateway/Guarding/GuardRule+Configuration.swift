import Guardrails
import Settings

extension GuardRule {
    /// A guardrail of a document, ready to look.
    /// - Throws: ``Guardrails/PatternError`` where an expression does not compile.
    init(_ guardrail: GuardrailConfiguration) throws {
        self.init(try Kind(guardrail.kind), guardrail.policy, failsOpen: guardrail.failsOpen)
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
        case .language(let languages, let isSame): self = isSame ? .sameLanguage : .languages(Set(languages))
        case .output(let check): self = .output(try OutputCheck(check))
        case .adapter: self = .external
        }
    }
}
