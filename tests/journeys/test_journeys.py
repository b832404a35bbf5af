"""All journeys. One file, because the runner hands out files and the system is started once."""

from __future__ import annotations

import pytest

from tests.journeys.desk import (
    test_a_request_is_sent_by_a_second_person_and_cancelled_twice,
    test_the_story_of_the_cancelled_meetings_is_read,
)
from tests.journeys.interface import (
    test_a_change_names_the_version_it_changes,
    test_documents_are_read_and_found_by_api,
    test_nobody_of_another_inquiry_sees_it_by_api,
    test_the_story_is_read_and_a_request_cancelled_twice_by_api,
)
from tests.journeys.looks import test_every_page_is_accessible, test_pages_are_walked_by_keyboard_alone
from tests.journeys.papers import test_a_folder_is_taken_in_read_and_found
from tests.journeys.plain import test_a_request_is_kept_without_scripts, test_files_are_sent_and_found_without_scripts
from tests.journeys.registers import test_the_register_of_cooperation_is_taken_home_as_pdf

pytestmark = [pytest.mark.browser, pytest.mark.slow]

__all__ = [
    "test_a_change_names_the_version_it_changes",
    "test_a_folder_is_taken_in_read_and_found",
    "test_a_request_is_kept_without_scripts",
    "test_a_request_is_sent_by_a_second_person_and_cancelled_twice",
    "test_documents_are_read_and_found_by_api",
    "test_every_page_is_accessible",
    "test_files_are_sent_and_found_without_scripts",
    "test_nobody_of_another_inquiry_sees_it_by_api",
    "test_pages_are_walked_by_keyboard_alone",
    "test_the_register_of_cooperation_is_taken_home_as_pdf",
    "test_the_story_is_read_and_a_request_cancelled_twice_by_api",
    "test_the_story_of_the_cancelled_meetings_is_read",
]
