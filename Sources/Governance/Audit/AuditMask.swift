public import JSONText

/// Takes secrets out of what the audit log is told, whatever the teller has left in.
///
/// The second line of defence: entities write themselves masked. Here every member whose name says that it is a secret, and
/// every text that looks like a key, is replaced.
public enum AuditMask {
    /// What stands in place of a secret.
    public static let replacement: JSONValue = "***"
    /// The longest text of an object, in bytes of JSON; a longer one is replaced by a note of its length.
    public static let byteLimit = 64 << 10

    /// The value without its secrets.
    public static func masked(_ value: JSONValue) -> JSONValue {
        let masked = mask(value, depth: 0)
        let count = masked.bytes.count
        return count <= byteLimit ? masked : ["omitted_bytes": JSONValue(count)]
    }

    /// Names of members that hold secrets, and endings that make a name one.
    private static let names: Set<String> = [
        "password", "secret", "token", "pepper", "authorization", "cookie", "digest", "api_key", "api_keys", "key_text",
    ]
    private static let endings = [
        "_password", "_secret", "_token", "_digest", "_api_key", "_hash", "_pepper", "_private_key", "_key_text",
    ]

    /// Deeper than this nothing of ours is nested; what is deeper is taken out whole, so that no depth can exhaust the stack.
    private static let depthLimit = 32

    private static func mask(_ value: JSONValue, depth: Int) -> JSONValue {
        guard depth < depthLimit else { return replacement }
        switch value {
        case .null, .bool, .number: return value
        case .string(let text): return isKey(text) ? replacement : value
        case .array(let elements): return .array(elements.map { mask($0, depth: depth + 1) })
        case .object(let object):
            return .object(
                JSONObject(
                    object.map { member in
                        let isHidden = isSecret(member.name) && !member.value.isNull
                        return .init(member.name, isHidden ? replacement : mask(member.value, depth: depth + 1))
                    }
                )
            )
        }
    }

    private static func isSecret(_ name: String) -> Bool {
        let name = name.lowercased()
        return names.contains(name) || endings.contains { name.hasSuffix($0) }
    }

    /// Whether a text is a key of ours or of a provider's; a shown prefix such as `sk-km-ab12…` is none.
    private static func isKey(_ text: String) -> Bool {
        text.utf8.count >= 20 && (text.hasPrefix("sk-") || text.hasPrefix("AIza") || text.hasPrefix("Bearer "))
    }
}
