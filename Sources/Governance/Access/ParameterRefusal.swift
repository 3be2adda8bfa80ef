/// Why a request's parameters are refused.
public struct ParameterRefusal: Error, Hashable, Sendable, CustomStringConvertible {
    /// The parameter that is out of bounds.
    public let parameter: RequestParameter
    /// What is allowed, in a sentence for the caller.
    public let description: String

    init(_ parameter: RequestParameter, _ description: String) {
        self.parameter = parameter
        self.description = description
    }
}
