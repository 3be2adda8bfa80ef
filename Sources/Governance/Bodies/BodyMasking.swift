/// Hides what must not be kept in the text of prompts and answers, before any of it touches a disk.
///
/// The hook for whatever finds more than ``PatternMasking``. Pure: no I/O and no state. It runs beside requests, never on
/// their way, on texts of at most ``BodyPolicy/largestSize`` and ``BodyText/margin``.
public protocol BodyMasking: Sendable {
    /// The text without what must not be kept.
    /// - Parameter text: JSON text in UTF-8; it may break off anywhere, and need not be sound.
    /// - Returns: the text with placeholders; sound JSON where `text` is.
    func masked(_ text: [UInt8]) -> [UInt8]
}
