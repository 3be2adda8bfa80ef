/// What answers may hold beside prose, over all types of guardrails that look for such.
enum Embedded: String, CaseIterable, Sendable {
    case code
    case sql
    case shell
    case html
    case ansi
}
