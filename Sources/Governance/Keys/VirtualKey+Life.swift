public import JSONText

extension VirtualKey {
    /// Makes a key from what a caller of the admin API sends.
    /// - Parameters:
    ///   - body: the members; `"signing": true` asks for signed requests.
    ///   - text: the key's new text, to be shown once.
    ///   - id: a new id.
    ///   - pepper: the gateway's secret.
    ///   - now: the time.
    /// - Throws: ``InvalidEntity`` with everything that is wrong.
    public static func create(
        from body: JSONValue,
        text: KeyText,
        id: String = EntityID.make(.key),
        pepper: KeyPepper,
        at now: Timestamp
    ) throws(InvalidEntity) -> VirtualKey {
        let credential = KeyCredential(of: text, pepper: pepper)
        var stamp = Revision(at: now)
            .stamp([
                "id": .string(id), "prefix": .string(credential.prefix),
                "digest": .string(credential.digest.hexadecimal),
            ])
        if body["signing"]?.bool == true, case .derived(let seed) = RequestSigning.generate() {
            stamp["signing_seed"] = .string(seed)
        }
        return try create(from: body, stamped: stamp)
    }

    /// Changes a key by a merge patch, as ``Entity/patched(by:at:)`` does; turning `signing` on makes a new secret, turning
    /// it off throws the old one away.
    /// - Throws: ``InvalidEntity`` with everything that is wrong.
    public func changed(by patch: JSONValue, at now: Timestamp) throws(InvalidEntity) -> VirtualKey {
        guard case .object(var changes) = patch, let isSigned = changes.remove("signing") else {
            return try patched(by: patch, at: now)
        }
        let wanted: Bool
        switch isSigned {
        case .bool(let flag): wanted = flag
        case .null: wanted = false
        default:
            throw InvalidEntity([
                FieldProblem(.wrongType, at: "signing", "must be true or false, not \(isSigned.kind)")
            ])
        }
        var key = try patched(by: .object(changes), at: now)
        guard wanted != (signing != nil) else { return key }
        key.signing = wanted ? .generate() : nil
        key.revision = revision.next(at: now)
        return key
    }

    /// The key with a new text; the old one stays valid for a while, so that callers can be moved one by one.
    ///
    /// Two texts are valid at most: where the last rotation's old text is still valid, it ends now.
    /// - Parameters:
    ///   - text: the new text.
    ///   - overlap: for how many seconds the old text stays valid; zero or less for no longer.
    ///   - pepper: the gateway's secret.
    ///   - now: the time.
    public func rotated(to text: KeyText, overlap: Int64, pepper: KeyPepper, at now: Timestamp) -> VirtualKey {
        var key = self
        key.previous = overlap > 0 ? PreviousCredential(credential, validUntil: now.adding(seconds: overlap)) : nil
        key.credential = KeyCredential(of: text, pepper: pepper)
        key.rotated = now
        key.revision = revision.next(at: now)
        return key
    }

    /// The key, refused for good; a key that is revoked already stays as it is.
    public func revoked(at now: Timestamp) -> VirtualKey {
        guard revoked == nil else { return self }
        var key = self
        key.revoked = now
        key.previous = nil
        key.revision = revision.next(at: now)
        return key
    }

    /// The key, refused for the time being or accepted again.
    public func disabled(_ isDisabled: Bool, at now: Timestamp) -> VirtualKey {
        guard isDisabled != self.isDisabled else { return self }
        var key = self
        key.isDisabled = isDisabled
        key.revision = revision.next(at: now)
        return key
    }
}
