/// A kind of text that is hidden in prompts and answers before they are stored; the raw value is what a document writes.
public enum BodyMask: String, Sendable, Hashable, CaseIterable {
    /// Keys and tokens: `sk-…` (also the gateway's own `sk-km-…`), those of well-known services, JSON Web Tokens, and what
    /// follows `Bearer`.
    case credentials
    /// E-mail addresses.
    case email
    /// Numbers of payment cards: 13 to 19 digits whose check digit fits (ISO/IEC 7812-1).
    case card
    /// Japanese telephone numbers, also with +81.
    case phone
    /// Japanese Individual Numbers (My Number): 12 digits whose check digit fits.
    case myNumber = "my_number"

    /// What stands in the place of what was hidden.
    public var placeholder: String {
        switch self {
        case .credentials: "[credential]"
        case .email: "[email]"
        case .card: "[card]"
        case .phone: "[phone]"
        case .myNumber: "[my_number]"
        }
    }
}
