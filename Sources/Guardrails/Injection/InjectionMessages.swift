/// The messages of a conversation that is scored.
struct InjectionMessages {
    /// The texts that the messages are among.
    var texts: ReadTexts
    /// Where each message stands among them.
    let places: [Int]
    /// Who wrote each message.
    let origins: [TextOrigin]
    /// Of each message what may be remembered; where it is known before, the message is not looked at.
    var known: [KnownText.Injection?]

    /// A message's text.
    subscript(message: Int) -> NormalizedText { mutating get { texts[places[message]] } }
}
