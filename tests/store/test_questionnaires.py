from datetime import datetime, timedelta

from kiosk.store.database import Store
from kiosk.store.questionnaires import keep_questionnaire, kept_questionnaire


def test_a_form_comes_back_byte_for_byte(store: Store, now: datetime) -> None:
    content = b'{ "resourceType" : "Questionnaire" }\n'
    for _ in range(2):
        with store.transaction() as c:
            keep_questionnaire(c, canonical="f|1", content_hash="h", content=content, now=now)
    with store.reading() as c:
        assert kept_questionnaire(c, "f|1") == content
        assert kept_questionnaire(c, "f|2") is None


def test_other_content_under_the_same_name_does_not_replace_the_first(
    store: Store, now: datetime
) -> None:
    with store.transaction() as c:
        keep_questionnaire(c, canonical="f|1", content_hash="a", content=b"1", now=now)
        later = now + timedelta(days=1)
        keep_questionnaire(c, canonical="f|1", content_hash="b", content=b"2", now=later)
        assert kept_questionnaire(c, "f|1") == b"2"
        assert kept_questionnaire(c, "f|1", content_hash="a") == b"1"
