"""Addresses for wallets. Those below /.well-known/ are where the standards say."""

from django.urls import path

from sojourn.api import wallet
from sojourn.api.wallet_gate import for_wallets

app_name = "wallet"

urlpatterns = [
    path(
        ".well-known/openid-credential-issuer",
        for_wallets(wallet.issuer, method="GET", kept=True),
        name="issuer",
    ),
    path(
        ".well-known/oauth-authorization-server",
        for_wallets(wallet.authorization_server, method="GET", kept=True),
        name="authorization_server",
    ),
    path(
        ".well-known/jwt-vc-issuer/issuers/<str:institution_id>",
        for_wallets(wallet.issuer_keys, method="GET", kept=True),
        name="issuer_keys",
    ),
    path(
        "credentials/<str:profile_id>/<int:version>",
        for_wallets(wallet.credential_type, method="GET", kept=True),
        name="credential_type",
    ),
    path("wallet/offers/<str:link>", for_wallets(wallet.offer, method="GET"), name="offer"),
    path("wallet/token", for_wallets(wallet.token, method="POST"), name="token"),
    path("wallet/nonce", for_wallets(wallet.nonce, method="POST"), name="nonce"),
    path("wallet/credential", for_wallets(wallet.credential, method="POST"), name="credential"),
]
