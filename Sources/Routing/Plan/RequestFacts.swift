/// What a strategy may ask about a request.
///
/// Everything is asked only when a strategy, a condition or a target needs it, so that what is costly to find out (a
/// parameter deep in the body, an estimate of tokens) costs nothing on routes that do not look at it.
public protocol RequestFacts {
    /// The public model name the caller asked for.
    var model: String { get }
    /// The name of the caller's key; `nil` without one.
    var keyName: String? { get }
    /// The name of the caller's team; `nil` without one.
    var teamName: String? { get }
    /// An estimate of the prompt's length in tokens.
    var estimatedInputTokens: Int { get }
    /// A number of tokens that ``estimatedInputTokens`` does not exceed, where one is cheaper to find than that.
    var mostInputTokens: Int { get }
    /// The most output tokens the caller wants; `nil` where the request does not say.
    var maxOutputTokens: Int? { get }
    /// The regions the request may go to; `nil` for all of them.
    var allowedRegions: Set<String>? { get }

    /// A request header's value.
    /// - Parameter name: in lower case.
    func header(_ name: String) -> String?
    /// A value of the body.
    /// - Parameter path: field names joined by dots, such as `response_format.type`.
    func parameter(_ path: String) -> FactValue
    /// A value of the caller's own metadata.
    func metadata(_ name: String) -> FactValue
    /// The hash of what a sticky route goes by, made with ``StableHash``; `nil` where the request does not carry it.
    func stickyHash(_ key: StickyKey) -> UInt64?
}

extension RequestFacts {
    /// The estimate itself.
    public var mostInputTokens: Int { estimatedInputTokens }
}
