public import JSONText

extension JSONValue {
    /// This value with a JSON merge patch applied (RFC 7396 §2).
    ///
    /// What JSON texts nest more deeply than ``JSONLimits/maximumDepth`` cannot get here, so the recursion is bounded.
    /// - Parameter patch: the changes.
    public func merged(with patch: JSONValue) -> JSONValue {
        guard case .object(let changes) = patch else { return patch }
        var result = object ?? JSONObject()
        for change in changes {
            if change.value.isNull {
                result.remove(change.name)
            } else {
                result[change.name] = (result[change.name] ?? .null).merged(with: change.value)
            }
        }
        return .object(result)
    }
}
