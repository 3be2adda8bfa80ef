/// A certificate for 127.0.0.1 that is its own authority, is valid for a hundred years and protects nothing.
enum MailCertificate {
    /// The certificate in PEM.
    static let chain = """
        -----BEGIN CERTIFICATE-----
        MIIBkTCCATagAwIBAgIUAIHe0g2qxE6vMm2dVoG2/EzXnTAwCgYIKoZIzj0EAwIw
        FDESMBAGA1UEAwwJbWFpbC50ZXN0MCAXDTI2MTEyMTIzMDM0NVoYDzIxMjYxMDI4
        MjMwMzQ1WjAUMRIwEAYDVQQDDAltYWlsLnRlc3QwWTATBgcqhkjOPQIBBggqhkjO
        PQMBBwNCAAQrbbmySKsQkQrWBCmCva1oRWVHagu07LpxMXfX85o38aG5YViZvZtO
        1pRR7bPJUEwEB3Dic9FXDHDlYGKgHJ9yo2QwYjAdBgNVHQ4EFgQUU6VeEreG0yd+
        cH1JnMbj6EN3hwcwHwYDVR0jBBgwFoAUU6VeEreG0yd+cH1JnMbj6EN3hwcwDwYD
        VR0TAQH/BAUwAwEB/zAPBgNVHREECDAGhwR/AAABMAoGCCqGSM49BAMCA0kAMEYC
        IQDk/nPnwmmfCMtHpI1eimJR1V+toD/UGQGKngONyx9rNAIhANszfc0d4m6SN1yd
        akzZ0R9IyRyMKcckCs5hJZRJra1N
        -----END CERTIFICATE-----
        """

    /// Its key in PEM.
    static let key = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgEwaSiIJlvZW2VMUl
        gAKXUlu7eczBsJ4nupuwwLaooH2hRANCAAQrbbmySKsQkQrWBCmCva1oRWVHagu0
        7LpxMXfX85o38aG5YViZvZtO1pRR7bPJUEwEB3Dic9FXDHDlYGKgHJ9y
        -----END PRIVATE KEY-----
        """
}
