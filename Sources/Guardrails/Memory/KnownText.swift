/// What is remembered of a text in which nothing was found.
struct KnownText: Sendable, Hashable {
    /// Whether detectors and lists of words have found nothing in it.
    var isClean = false
    /// What it gives away of an attack, where that is no more than the model's opinion; `nil` where that is not known.
    var injection: Injection?

    /// What a text without anything that rules know weighs.
    enum Injection: Sendable, Hashable {
        /// Nothing was weighed: what models say is not given to the model.
        case unweighed
        /// So much, in the logarithm of the odds.
        case weighed(Double)
    }

    /// The same with what else has become known.
    func joined(with other: KnownText) -> KnownText {
        KnownText(isClean: isClean || other.isClean, injection: injection ?? other.injection)
    }
}

extension KnownText.Injection {
    /// What can be remembered of evidence; `nil` where it is more than an opinion.
    init?(_ evidence: InjectionEvidence) {
        guard !evidence.isSmuggled, !evidence.isRefusal else { return nil }
        guard let reason = evidence.reasons.first else {
            guard evidence.weight == 0 else { return nil }
            self = .unweighed
            return
        }
        guard evidence.reasons.count == 1, reason.rule == InjectionEvidence.modelRule, reason.range == nil,
            reason.weight == evidence.weight
        else { return nil }
        self = .weighed(evidence.weight)
    }

    /// The evidence again.
    /// - Parameter message: the text's place in the conversation.
    func evidence(message: Int) -> InjectionEvidence {
        var evidence = InjectionEvidence()
        if case .weighed(let weight) = self {
            evidence.add(InjectionEvidence.modelRule, weight, message: message)
        }
        return evidence
    }
}
