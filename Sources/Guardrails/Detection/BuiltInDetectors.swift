/// The detectors that come with the gateway.
public enum BuiltInDetectors {
    /// One of each, ready to be given to a ``Scanner``.
    public static func all() -> [any Detector] {
        [
            IdentifierDetector(), SecretDetector(), NameAndAddressDetector(),
        ]
    }
}
