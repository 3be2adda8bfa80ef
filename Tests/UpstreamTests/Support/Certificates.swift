import NIOSSL

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// A certificate authority that no system trusts, a server certificate for `localhost` and `provider.test`, and a client
/// certificate. All three are valid for a hundred years and protect nothing.
enum Certificates {
    /// The server's side of TLS.
    /// - Parameter requiresClient: Whether clients have to present a certificate of the authority.
    static func server(requiresClient: Bool = false) throws -> NIOSSLContext {
        var configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: [.certificate(try NIOSSLCertificate(bytes: Array(serverChain.utf8), format: .pem))],
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(serverKey.utf8), format: .pem))
        )
        if requiresClient {
            configuration.trustRoots = .certificates([
                try NIOSSLCertificate(bytes: Array(authority.utf8), format: .pem)
            ])
            configuration.certificateVerification = .noHostnameVerification
        }
        return try NIOSSLContext(configuration: configuration)
    }

    /// The server's side of TLS with a certificate for an address.
    static func server(_ certificate: AddressCertificate) throws -> NIOSSLContext {
        let chain = try NIOSSLCertificate(bytes: Array(certificate.chain.utf8), format: .pem)
        let key = try NIOSSLPrivateKey(bytes: Array(certificate.key.utf8), format: .pem)
        return try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(chain)],
                privateKey: .privateKey(key)
            )
        )
    }

    /// Writes a text into a new file.
    /// - Returns: Its path.
    static func file(_ text: String) throws -> String {
        var path = Array("/tmp/upstream-tests-XXXXXX".utf8CString)
        let descriptor = mkstemp(&path)
        guard descriptor >= 0 else { throw IOFailure() }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw IOFailure() }
        return String(decoding: path.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    struct IOFailure: Error {}

    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBZTCCAQugAwIBAgIBATAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5UZXN0IEF1
        dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowGTEXMBUG
        A1UEAwwOVGVzdCBBdXRob3JpdHkwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQs
        nbvwJMneLhLMHHh+KD8ZLTErEV3BH0CbTnRFyTmRrhxOllJRbqAbwBCKfutLJGxg
        sJfaHSWO3yQGab1+OPg1o0IwQDAPBgNVHRMBAf8EBTADAQH/MA4GA1UdDwEB/wQE
        AwICBDAdBgNVHQ4EFgQUmhNTPdmiUUg4Sjnq0TNZok0hrDgwCgYIKoZIzj0EAwID
        SAAwRQIgSXNEJiFuWMOdwYZ3y7xOUdHYAGHwtZYaWn4g/oZ6dF8CIQDCPo2OJdc9
        RT/fGtoB2zO1kETyn5CgkUjlDQV+BoudQQ==
        -----END CERTIFICATE-----
        """

    static let serverChain = """
        -----BEGIN CERTIFICATE-----
        MIIBmDCCAT2gAwIBAgIBAjAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5UZXN0IEF1
        dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowETEPMA0G
        A1UEAwwGc2VydmVyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEiY+yUKNzxAkr
        qmQt7GL3g4NTWJOKQBWm3IhhT7sgFUlPe8fKLEApXasHxgoIUjyhZtFiYuyeRBQW
        qfN3DSWqVKN8MHowIwYDVR0RBBwwGoIJbG9jYWxob3N0gg1wcm92aWRlci50ZXN0
        MBMGA1UdJQQMMAoGCCsGAQUFBwMBMB0GA1UdDgQWBBSATpVyFvd8zpyhzbFDHKxJ
        9n7CfTAfBgNVHSMEGDAWgBSaE1M92aJRSDhKOerRM1miTSGsODAKBggqhkjOPQQD
        AgNJADBGAiEAnsMS0AJ3rgDfSFapSKlynEkGvwsNas6Sueod627Uc70CIQDP7+Ho
        NYw5sP881FGIWoXl0tcVH+9khVzs63IuNgMq5g==
        -----END CERTIFICATE-----
        """

    static let serverKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgDhRbY0pB+FDgMYE+
        eH2LvE4suVflGQJRTV8JCvqYyoChRANCAASJj7JQo3PECSuqZC3sYveDg1NYk4pA
        FabciGFPuyAVSU97x8osQCldqwfGCghSPKFm0WJi7J5EFBap83cNJapU
        -----END PRIVATE KEY-----
        """

    static let clientChain = """
        -----BEGIN CERTIFICATE-----
        MIIBizCCATCgAwIBAgIBAzAKBggqhkjOPQQDAjAZMRcwFQYDVQQDDA5UZXN0IEF1
        dGhvcml0eTAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowETEPMA0G
        A1UEAwwGY2xpZW50MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE27Gs2H+eKQBe
        XYbtjgGXcwIk77tFatFZjFn5V0DjZY562UA5Ga1HicLD11mho/VzXxecVxpJpy6d
        kNkOhX+o3KNvMG0wFgYDVR0RBA8wDYILY2xpZW50LnRlc3QwEwYDVR0lBAwwCgYI
        KwYBBQUHAwIwHQYDVR0OBBYEFPjDGxxVnODpTC+P2cAvhQvfKyVMMB8GA1UdIwQY
        MBaAFJoTUz3ZolFIOEo56tEzWaJNIaw4MAoGCCqGSM49BAMCA0kAMEYCIQDcJgL0
        +9F9FQidwXi2QJLiDAIHCilDyp6lvf2QNA1WcwIhAM/vLy8mOXG/v/zgQx526xxk
        4xEJjVmmPDEW5QGPAv3L
        -----END CERTIFICATE-----
        """

    static let clientKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg0Atkr6r6vhKJqvOx
        i8idjJJXNILVfcJHkM7FDRte18uhRANCAATbsazYf54pAF5dhu2OAZdzAiTvu0Vq
        0VmMWflXQONljnrZQDkZrUeJwsPXWaGj9XNfF5xXGkmnLp2Q2Q6Ff6jc
        -----END PRIVATE KEY-----
        """
}
