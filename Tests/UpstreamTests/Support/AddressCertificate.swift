/// Certificates that are valid for one IP address and no name; their common name is `provider.test` nevertheless. Each is
/// its own authority, is valid for a hundred years and protects nothing.
enum AddressCertificate: String, Sendable, CaseIterable {
    case loopback = "127.0.0.1"
    case elsewhere = "192.0.2.7"

    /// The certificate in PEM.
    var chain: String {
        switch self {
        case .loopback: Self.loopbackChain
        case .elsewhere: Self.elsewhereChain
        }
    }

    /// Its key in PEM.
    var key: String {
        switch self {
        case .loopback: Self.loopbackKey
        case .elsewhere: Self.elsewhereKey
        }
    }

    private static let loopbackChain = """
        -----BEGIN CERTIFICATE-----
        MIIBrDCCAVOgAwIBAgIUJfR7Ig+rOC+JjdPmylTUkpusW2kwCgYIKoZIzj0EAwIw
        GDEWMBQGA1UEAwwNcHJvdmlkZXIudGVzdDAgFw0yNjExMjExNjMxMzZaGA8yMTI2
        MTAyODE2MzEzNlowGDEWMBQGA1UEAwwNcHJvdmlkZXIudGVzdDBZMBMGByqGSM49
        AgEGCCqGSM49AwEHA0IABIuCUPU49F25x6dT/9YdoovkX3KsDKKpizHjyEvN//Ho
        zovRoBtfhLHkfC+kK5fNEul1if1sBBoVEpwRkSkaFFyjeTB3MB0GA1UdDgQWBBQ+
        JhkAutdEDVD53cSLVnq3Z7de6DAfBgNVHSMEGDAWgBQ+JhkAutdEDVD53cSLVnq3
        Z7de6DAPBgNVHRMBAf8EBTADAQH/MA8GA1UdEQQIMAaHBH8AAAEwEwYDVR0lBAww
        CgYIKwYBBQUHAwEwCgYIKoZIzj0EAwIDRwAwRAIgXSEEdBX6qd9dZWcJQRXUrg7Z
        QwMvIzJe07JDDuuFrWYCICIdKU7iHQPLcZO0QiUmvdKPrZj3T2yl+nmK3HfOQAz3
        -----END CERTIFICATE-----
        """

    private static let loopbackKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgaACcalrhFpJOMwT/
        vNZ2v1GdYU/zm5mqMFOOGRXyQrWhRANCAASLglD1OPRducenU//WHaKL5F9yrAyi
        qYsx48hLzf/x6M6L0aAbX4Sx5HwvpCuXzRLpdYn9bAQaFRKcEZEpGhRc
        -----END PRIVATE KEY-----
        """

    private static let elsewhereChain = """
        -----BEGIN CERTIFICATE-----
        MIIBrDCCAVOgAwIBAgIUG4ypORAzudWJT8/MZ1FYqOmrDkcwCgYIKoZIzj0EAwIw
        GDEWMBQGA1UEAwwNcHJvdmlkZXIudGVzdDAgFw0yNjExMjExNjMxMzZaGA8yMTI2
        MTAyODE2MzEzNlowGDEWMBQGA1UEAwwNcHJvdmlkZXIudGVzdDBZMBMGByqGSM49
        AgEGCCqGSM49AwEHA0IABKugav2frpubfI5bgglYyFtnHtOr3IMmIPJKnp4XqaHk
        ILdrnQIgxr2jEy+si8+jPic2eW0tqrcglvx6U/TAMdujeTB3MB0GA1UdDgQWBBS1
        U0falgF+vXFnD2MEYesr8bWj0zAfBgNVHSMEGDAWgBS1U0falgF+vXFnD2MEYesr
        8bWj0zAPBgNVHRMBAf8EBTADAQH/MA8GA1UdEQQIMAaHBMAAAgcwEwYDVR0lBAww
        CgYIKwYBBQUHAwEwCgYIKoZIzj0EAwIDRwAwRAIgIHTFAHvhbxZsrcv20ZLZYfz8
        LqJpHZccMrWFCq1CFaUCIEdLtcs136N91WiPc1AWtj1My+zpLq6plKl2+QbQnDNz
        -----END CERTIFICATE-----
        """

    private static let elsewhereKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgwJmzxMcT6BV50m74
        +tFmhmr0Dmbrz6Na6Pp2UfhyHE+hRANCAASroGr9n66bm3yOW4IJWMhbZx7Tq9yD
        JiDySp6eF6mh5CC3a50CIMa9oxMvrIvPoz4nNnltLaq3IJb8elP0wDHb
        -----END PRIVATE KEY-----
        """
}
