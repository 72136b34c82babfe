"""`MEDIA_STORAGE_URL`: o que se entende, e um erro que ensina sem mostrar o segredo."""

import pytest

from multichat.env import BadSetting
from multichat.storage_url import backend


def test_nothing_is_a_folder():
    assert backend("") == {"BACKEND": "core.media.disk.Disk"}


@pytest.mark.parametrize(
    ("url", "endpoint", "region", "secret"),
    [
        ("s3://chave:segredo@minio:9000/midia?secure=0", "http://minio:9000", "us-east-1", "segredo"),
        ("s3://chave:a%2Fb%40c@s3.exemplo.com/midia?region=sa-east-1", "https://s3.exemplo.com", "sa-east-1", "a/b@c"),
        ("s3://chave:segredo@[::1]:9000/midia?secure=0", "http://[::1]:9000", "us-east-1", "segredo"),
        ("s3://chave:segredo@/midia?region=sa-east-1", None, "sa-east-1", "segredo"),
    ],
)
def test_a_bucket_is_understood(url, endpoint, region, secret):
    options = backend(url)["OPTIONS"]

    assert (options["endpoint_url"], options["region_name"], options["secret_key"]) == (endpoint, region, secret)
    assert (options["access_key"], options["bucket_name"]) == ("chave", "midia")


@pytest.mark.parametrize(
    "url",
    [
        "/var/midia",
        "https://chave:segredo@minio/midia",
        "s3://minio:9000/midia",
        "s3://chave:segredo@minio:9000/",
        "s3://chave:segredo@minio:9000/midia/pasta",
        "s3://chave:segredo@minio:porta/midia",
        "s3://chave:segredo@minio:9000/midia?secure=sim",
        "s3://chave:segredo@minio:9000/midia?regiao=x",
    ],
)
def test_what_is_not_understood_stops_the_start_without_telling_the_secret(url):
    with pytest.raises(BadSetting, match="MEDIA_STORAGE_URL") as found:
        backend(url)

    assert url not in str(found.value)
    assert "@minio" not in str(found.value)
