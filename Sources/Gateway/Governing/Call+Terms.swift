import JSONText
import ModelAPI
import NIOCore

extension Call {
    /// On what terms the caller wants to be served. Worked out where money is reserved, and only then.
    var wantedTerms: ServiceTerms {
        typealias Index = CallFields.Index
        var terms = ServiceTerms.standard
        switch route.dialect {
        case .openAIChat: terms.tier = ServiceTier(named: text(at: Index.serviceTier))
        case .gemini:
            terms.tier = ServiceTier(named: text(at: Index.serviceTier) ?? text(at: Index.serviceTierInSnakeCase))
        case .anthropicMessages:
            terms.merge(
                tier: text(at: Index.serviceTier),
                speed: text(at: Index.speed),
                geography: text(at: Index.inferenceGeography)
            )
        }
        return terms
    }

    /// The string in a field of the body; `nil` where there is none, or none that is well-formed: the provider judges that.
    private func text(at index: Int) -> String? {
        guard let place = fields[index] else { return nil }
        let body = body
        return (try? JSONValue(parsing: body.readableBytesUInt8Span.extracting(place.value)))?.string
    }
}
